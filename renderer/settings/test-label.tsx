import { useEffect, useState } from 'react'
import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { Chip } from '../ui/chip.tsx'
import { ChipGroup } from '../ui/chip-group.tsx'
import { LabelLayer } from '../ui/label-layer.tsx'
import { useNow } from '../ui/use-now.ts'
import styles from './passages-form.module.css'

/** Which printer badges go to, and a badge of nobody, to see whether it takes the sheet. */
export function TestLabel() {
  const { t } = useText()
  const now = useNow(60_000)
  const [open, setOpen] = useState(false)
  const printer = useFrom('session', s => s.preferences?.badgePrinter ?? null)
  const prefer = useFrom('session', s => s.prefer)
  const { printers, readPrinters } = useFrom('paper', s => s)
  useEffect(() => void readPrinters(), [readPrinters])
  // One that was chosen and is gone still says so: it may only be switched off.
  const gone = printer !== null && !printers?.some(one => one.name === printer)
  const offered = [...(printers ?? []), ...(gone ? [{ name: printer, title: printer }] : [])]
  return (
    <div>
      <ChipGroup label={t('settings.badge printer')}>
        <Chip chosen={printer === null} onClick={() => void prefer({ badgePrinter: null })} data-testid="printer-ask">
          {t('settings.badge ask')}
        </Chip>
        {offered.map(({ name, title }) => (
          <Chip
            key={name}
            icon="print"
            chosen={printer === name}
            onClick={() => void prefer({ badgePrinter: name })}
            data-testid="printer"
          >
            {title}
          </Chip>
        ))}
      </ChipGroup>
      <p className={styles.note}>{t(printers === null ? 'settings.badge note' : 'settings.badge printers')}</p>
      <p className={styles.test}>
        <Button icon="print" onClick={() => setOpen(true)} data-testid="test-label">
          {t('label.test')}
        </Button>
      </p>
      {open && (
        <LabelLayer
          facts={{ name: t('label.test name'), company: t('label.test company'), host: '', until: now, code: '1234567890' }}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  )
}
