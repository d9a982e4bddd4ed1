import { useText } from '../text/use-text.ts'
import styles from './outside.module.css'

/** Drawn figures, as they are sent. */
const SAMPLE = `X-Foyer-Timestamp: 1764054000
X-Foyer-Delivery: 5f0c…e2
X-Foyer-Signature: sha256=9d1e…07

{"event":"batch.finished","id":"5f0c…e2","batch":12,"kind":"enrol",
 "total":480,"successful":477,"failed":3,"cancelled":0,
 "duration_seconds":96.4,"guests_per_second":4.95,"calls":509,
 "finished_at":"2025-11-25T07:00:00.000Z"}`

/** What a receiver gets, so that whoever writes one need not guess. */
export function WebhookSample() {
  const { t } = useText()
  return (
    <section className={styles.sample}>
      <h2>{t('outside.what is sent')}</h2>
      <pre className={styles.code}>{SAMPLE}</pre>
      <p className={styles.note}>{t('outside.sent note')}</p>
    </section>
  )
}
