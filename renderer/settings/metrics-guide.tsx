import { useRef } from 'react'
import { DEFAULT_METRICS_PORT } from '../../shared/model/settings.ts'
import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { CopyButton } from './copy-button.tsx'
import styles from './outside.module.css'

const what = ['calls', 'access', 'queue', 'limiter', 'batches'] as const

const configOf = (port: number) => `scrape_configs:
  - job_name: foyer
    authorization:
      credentials_file: /etc/prometheus/foyer-token
    static_configs:
      - targets: ['127.0.0.1:${port}']`

/** What an administrator needs to have them fetched, and what there is to fetch. */
export function MetricsGuide() {
  const { t } = useText()
  const port = useFrom('metrics', s => s.view?.port ?? DEFAULT_METRICS_PORT)
  const code = useRef<HTMLPreElement>(null)
  const config = configOf(port)
  return (
    <section className={styles.guide}>
      <h2>{t('outside.guide')}</h2>
      <p className={styles.note}>{t('outside.guide why')}</p>
      <pre ref={code} className={styles.code}>
        {config}
      </pre>
      <CopyButton text={config} from={() => code.current} testId="copy-config" />
      <h3>{t('outside.guide what')}</h3>
      <ul className={styles.what}>
        {what.map(name => (
          <li key={name}>{t(`outside.what ${name}`)}</li>
        ))}
      </ul>
      <h3>{t('outside.guide cli')}</h3>
      <pre className={styles.code}>foyer metrics</pre>
    </section>
  )
}
