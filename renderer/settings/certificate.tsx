import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import styles from './certificate.module.css'
import { inPairs } from './connection-fields.ts'

/** The fingerprint that the site showed, to compare with the server's own and to pin. Nothing is sent to a certificate that is neither vouched for nor pinned. */
export function Certificate({
  section = 'settings',
  shown,
  pin,
  ok,
  fix,
  busy,
  onPin,
}: {
  /** Whose words: of a site's server, or of a device. */
  section?: 'settings' | 'devices'
  shown: string | null
  /** As pinned: 64 hex digits, or empty. */
  pin: string
  ok: boolean
  fix: string | null
  busy: boolean
  onPin: (fingerprint: string) => void
}) {
  const { t } = useText()
  if (shown === null) return <p className={ok ? styles.note : styles.fix}>{fix ?? t(`${section}.certificate plain`)}</p>
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
        <p className={styles.note}>{t(`${section}.certificate pinned`)}</p>
      </div>
    )
  return (
    <div className={ok ? styles.body : styles.card}>
      {!ok && <strong>{t(`${section}.certificate ${pin === '' ? 'own' : 'other'}`)}</strong>}
      {print}
      <p className={styles.note}>{t(`${section}.certificate ${ok ? 'free' : pin === '' ? 'own why' : 'other why'}`)}</p>
      <Button
        look={ok ? 'repair' : 'main'}
        size={ok ? 24 : 32}
        icon="lock"
        onClick={() => onPin(inPairs(shown))}
        aria-disabled={busy}
        data-testid="pin"
      >
        {t(`${section}.pin this`)}
      </Button>
    </div>
  )
}
