import type { ConnectionView } from '../../shared/contract/connection-calls.ts'
import { devicesOf } from '../../shared/model/settings.ts'
import type { StatusView } from '../../shared/model/site.ts'
import type { StepState } from '../../shared/model/visit.ts'
import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { ConfirmButton } from '../ui/confirm-button.tsx'
import { Lamp } from '../ui/lamp.tsx'
import { siteWord } from '../ui/site-word.ts'
import styles from './site-now.module.css'

const lamps: Record<StatusView['site']['state'], StepState> = {
  unknown: 'waiting',
  online: 'done',
  offline: 'late',
  credentials: 'refused',
}

/** Which site is at work as things stand, and the way back to the embedded one: devices would have to be added again, so it is asked by their number. */
export function SiteNow({ view, onForget }: { view: ConnectionView | null; onForget: (() => void) | null }) {
  const { t } = useText()
  const state = useFrom('status', s => s.status?.site.state ?? 'unknown')
  const failure = useFrom('status', s => s.status?.site.failure ?? null)
  const busy = useFrom('connection', s => s.busy)
  const openSettings = useFrom('view', s => s.openSettings)
  if (!view) return null
  const { connection } = view
  const { kind } = connection
  const devices = devicesOf(connection)
  const names = devices.map(({ name }) => name).join(', ')
  const name = kind === 'hikcentral' ? new URL(connection.url).host : kind === 'isapi' ? names : t('settings.now embedded')
  return (
    <div className={styles.site}>
      <div className={styles.row}>
        <p className={styles.now} data-testid="site-now" data-kind={kind} data-state={state}>
          <Lamp state={lamps[state]} height={18} />
          {kind === 'isapi' && <span>{t('settings.now devices', { count: devices.length })}</span>}
          <strong title={name}>{name}</strong>
          <span>{t(siteWord({ kind, state, failure }))}</span>
        </p>
        {kind !== 'embedded' &&
          onForget &&
          (devices.length > 0 ? (
            <ConfirmButton
              look="danger"
              icon="undo"
              confirm={t('settings.forget devices', { count: devices.length })}
              onConfirm={onForget}
              busy={busy !== null}
              testId="forget-connection"
            >
              {t('settings.back to embedded')}
            </ConfirmButton>
          ) : (
            <Button size={28} icon="undo" onClick={onForget} aria-disabled={busy !== null} data-testid="forget-connection">
              {t('settings.back to embedded')}
            </Button>
          ))}
        {kind === 'embedded' && (
          <Button size={28} look="repair" onClick={() => openSettings('devices')} data-testid="to-devices">
            {t('settings.without server')}
          </Button>
        )}
      </div>
      {kind === 'isapi' && <p data-testid="replaces-devices">{t('settings.replaces devices', { count: devices.length })}</p>}
    </div>
  )
}
