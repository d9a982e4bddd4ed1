import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import styles from './certificate.module.css'
import { digitsOf, fieldsOf, inPairs } from './connection-fields.ts'

/** The fingerprint that the site showed, to compare with the server's own and to pin. Nothing is sent to a certificate that is neither vouched for nor pinned. */
export function Certificate({
  shown,
  ok,
  fix,
  onPin,
}: {
  shown: string | null
  ok: boolean
  fix: string | null
  onPin: (fingerprint: string) => void
}) {
  const { t } = useText()
  const pin = useFrom('connection', s => digitsOf(s.typed.pin ?? fieldsOf(s.view).pin))
  const busy = useFrom('connection', s => s.busy)
  if (shown === null) return <p className={ok ? styles.note : styles.fix}>{fix ?? t('settings.certificate plain')}</p>
  const pinned = shown === pin
  const print = (
    <code className={styles.print} data-testid="fingerprint" data-pinned={pinned}>
      {inPairs(shown.slice(0, 32))}:<wbr />
      {inPairs(shown.slice(32))}
    </code>
  )
  if (pinned)
    return (
      <div className={styles.body}>
        {print}
        <p className={styles.note}>{t('settings.certificate pinned')}</p>
      </div>
    )
  return (
    <div className={ok ? styles.body : styles.card}>
      {!ok && <strong>{t(pin === '' ? 'settings.certificate own' : 'settings.certificate other')}</strong>}
      {print}
      <p className={styles.note}>
        {t(ok ? 'settings.certificate free' : pin === '' ? 'settings.certificate own why' : 'settings.certificate other why')}
      </p>
      <Button
        look={ok ? 'repair' : 'main'}
        size={ok ? 24 : 32}
        icon="lock"
        onClick={() => onPin(inPairs(shown))}
        aria-disabled={busy !== null}
        data-testid="pin"
      >
        {t('settings.pin this')}
      </Button>
    </div>
  )
}
