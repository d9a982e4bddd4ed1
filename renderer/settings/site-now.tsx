import type { ConnectionView } from '../../shared/contract/calls.ts'
import type { StatusView } from '../../shared/model/site.ts'
import type { StepState } from '../../shared/model/visit.ts'
import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { Lamp } from '../ui/lamp.tsx'
import styles from './site-now.module.css'

const lamps: Record<StatusView['site']['state'], StepState> = {
  unknown: 'waiting',
  online: 'done',
  offline: 'late',
  credentials: 'refused',
}

/** Which site is at work as things stand, and the way back to the embedded one. */
export function SiteNow({ view, onForget }: { view: ConnectionView | null; onForget: (() => void) | null }) {
  const { t } = useText()
  const state = useFrom('status', s => s.status?.site.state ?? 'unknown')
  const busy = useFrom('connection', s => s.busy)
  if (!view) return null
  const { connection } = view
  const embedded = connection.kind === 'embedded'
  return (
    <>
      <p className={styles.now} data-testid="site-now" data-kind={connection.kind} data-state={state}>
        <Lamp state={lamps[state]} height={18} />
        <strong>
          {connection.kind === 'hikcentral'
            ? new URL(connection.url).host
            : t(embedded ? 'settings.now embedded' : 'settings.now devices', {
                count: connection.kind === 'isapi' ? connection.devices.length : 0,
              })}
        </strong>
        <span>{t(`frame.site ${state}`)}</span>
      </p>
      {!embedded && onForget && (
        <Button size={28} icon="undo" onClick={onForget} aria-disabled={busy !== null} data-testid="forget-connection">
          {t('settings.back to embedded')}
        </Button>
      )}
    </>
  )
}
