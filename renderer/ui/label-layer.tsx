import { useEffect, useRef } from 'react'
import { useText } from '../text/use-text.ts'
import { Button } from './button.tsx'
import { Label, type LabelFacts } from './label.tsx'
import styles from './label-layer.module.css'
import { Layer } from './layer.tsx'
import { PrintSheet } from './print-sheet.tsx'

/** The badge as it will be printed; Enter prints it, and again whenever it jammed. */
export function LabelLayer({ facts, onClose }: { facts: LabelFacts; onClose: () => void }) {
  const { t } = useText()
  const print = useRef<HTMLButtonElement>(null)
  useEffect(() => print.current?.focus(), [])
  return (
    <Layer label={t('label.title')} onClose={onClose} width={420}>
      <div className={styles.layer} data-testid="label-layer">
        <h2>{t('label.title')}</h2>
        <div className={styles.paper}>
          <Label {...facts} />
        </div>
        <p className={styles.note}>{t('label.note')}</p>
        <footer className={styles.foot}>
          <Button ref={print} look="main" icon="print" onClick={() => window.print()} data-testid="label-print">
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
