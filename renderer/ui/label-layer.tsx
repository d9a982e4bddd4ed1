import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { Failure } from '../../shared/model/failure.ts'
import { useFrom } from '../stores/context.ts'
import { useFailure } from '../text/use-failure.ts'
import { useText } from '../text/use-text.ts'
import { Button } from './button.tsx'
import { Label, type LabelFacts } from './label.tsx'
import styles from './label-layer.module.css'
import { Layer } from './layer.tsx'
import { PrintSheet } from './print-sheet.tsx'
import { StateWord } from './state-word.tsx'

interface Props {
  facts: LabelFacts
  onClose: () => void
  /** Prints as it opens, and closes when that went well. */
  atOnce?: boolean
}

/** The badge as it will be printed; Enter prints it, and again whenever it jammed. */
export function LabelLayer({ facts, onClose, atOnce = false }: Props) {
  const { t } = useText()
  const say = useFailure()
  const printer = useFrom('session', s => s.preferences?.badgePrinter ?? null)
  const printBadge = useFrom('paper', s => s.printBadge)
  const button = useRef<HTMLButtonElement>(null)
  const [told, setTold] = useState<{ failure: Failure } | 'printing' | 'printed' | null>(null)
  const print = async () => {
    if (printer === null) {
      window.print()
      return true
    }
    setTold('printing')
    const answer = await printBadge(printer)
    setTold(answer.ok ? 'printed' : { failure: answer.failure })
    return answer.ok
  }
  const begin = useEffectEvent(() => {
    button.current?.focus()
    if (atOnce) void print().then(done => done && onClose())
  })
  useEffect(() => begin(), [])
  return (
    <Layer label={t('label.title')} onClose={onClose} width={420}>
      <div className={styles.layer} data-testid="label-layer">
        <h2>{t('label.title')}</h2>
        <div className={styles.paper}>
          <Label {...facts} />
        </div>
        {told !== null && (
          <p className={styles.told} role="status" data-testid="label-told">
            {typeof told === 'object' ? (
              <StateWord tone="no">{say(told.failure)}</StateWord>
            ) : (
              <StateWord tone="plain" icon={told === 'printed' ? 'check' : 'print'}>
                {t(`label.${told}`)}
              </StateWord>
            )}
          </p>
        )}
        <p className={styles.note}>{t('label.note')}</p>
        <footer className={styles.foot}>
          <Button ref={button} look="main" icon="print" onClick={() => void print()} data-testid="label-print">
            {t('muster.print')}
          </Button>
          <Button onClick={onClose}>{t('frame.close')}</Button>
        </footer>
      </div>
      <PrintSheet page="label">
        <Label {...facts} />
      </PrintSheet>
    </Layer>
  )
}
