import type { ConnectionView } from '../../shared/contract/calls.ts'
import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { Lamp } from '../ui/lamp.tsx'
import styles from './connection-section.module.css'

/** Which site is at work as things stand, and the way back to the embedded one. */
export function SiteNow({ view, owner, onForgotten }: { view: ConnectionView | null; owner: boolean; onForgotten: () => void }) {
  const { t } = useText()
  const site = useFrom('status', s => s.status?.site ?? null)
  const { forget, busy } = useFrom('connection', s => s)
  if (!view) return null
  const embedded = view.connection.kind === 'embedded'
  const back = async () => {
    await forget()
    onForgotten()
  }
  return (
    <div className={styles.now} data-testid="site-now" data-kind={view.connection.kind}>
      <Lamp
        state={site?.state === 'online' ? 'done' : site?.state === 'credentials' ? 'refused' : site ? 'late' : 'waiting'}
        height={22}
      />
      <p>
        <strong>
          {view.connection.kind === 'embedded'
            ? t('settings.now embedded')
            : t('settings.now site', { site: new URL(view.connection.url).host })}
        </strong>
        {t(embedded ? 'settings.now embedded why' : 'settings.now site why')} {site && t(`frame.site ${site.state}`)}
      </p>
      {!embedded && owner && (
        <Button onClick={() => void back()} aria-disabled={busy !== null} data-testid="forget-connection">
          {t('settings.back to embedded')}
        </Button>
      )}
    </div>
  )
}
