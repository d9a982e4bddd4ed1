import { useRef } from 'react'
import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from './copy-button.tsx'
import styles from './outside.module.css'

/** The token: shown once, when it was made; after that only that there is one. */
export function MetricsToken({ onNew }: { onNew: (() => void) | null }) {
  const { t } = useText()
  const token = useFrom('metrics', s => s.token)
  const hasToken = useFrom('metrics', s => s.view?.hasToken ?? false)
  const on = useFrom('metrics', s => s.view?.on ?? false)
  const busy = useFrom('metrics', s => s.busy)
  const code = useRef<HTMLElement>(null)
  return (
    <section className={styles.token} data-fresh={token !== null}>
      <h2>{t('outside.token')}</h2>
      {token !== null && (
        <p className={styles.secret}>
          <code ref={code} data-testid="metrics-token">
            {token}
          </code>
          <CopyButton text={token} from={() => code.current} testId="copy-token" />
        </p>
      )}
      <p className={styles.note}>
        {t(token !== null ? 'outside.token once' : hasToken && on ? 'outside.token kept' : 'outside.token none')}
      </p>
      {token === null && onNew && (
        <Button size={28} icon="retry" aria-disabled={busy} onClick={onNew} data-testid="new-token">
          {t('outside.new token')}
        </Button>
      )}
    </section>
  )
}
