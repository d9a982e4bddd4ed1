import { useState } from 'react'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { LabelLayer } from '../ui/label-layer.tsx'
import { useNow } from '../ui/use-now.ts'
import styles from './passages-form.module.css'

/** A badge of nobody, to see whether the printer takes the sheet. */
export function TestLabel() {
  const { t } = useText()
  const now = useNow(60_000)
  const [open, setOpen] = useState(false)
  return (
    <div>
      <p className={styles.label}>{t('settings.badge printer')}</p>
      <Button icon="print" onClick={() => setOpen(true)} data-testid="test-label">
        {t('label.test')}
      </Button>
      <p className={styles.note}>{t('settings.badge note')}</p>
      {open && (
        <LabelLayer
          facts={{ name: t('label.test name'), company: t('label.test company'), host: '', until: now, code: '1234567890' }}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  )
}
