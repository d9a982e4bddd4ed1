import type { StatusView } from '../../shared/model/site.ts'
import type { StepState } from '../../shared/model/visit.ts'
import { useFrom } from '../stores/context.ts'
import { ageOf } from '../text/age.ts'
import { useFormat } from '../text/use-format.ts'
import { useText } from '../text/use-text.ts'
import { Bold } from '../ui/bold.tsx'
import { Icon } from '../ui/icon.tsx'
import { KeyCap } from '../ui/key-cap.tsx'
import { Lamp } from '../ui/lamp.tsx'
import { siteWord } from '../ui/site-word.ts'
import { useNow } from '../ui/use-now.ts'
import styles from './status-bar.module.css'

const lamps: Record<StatusView['site']['state'], StepState> = {
  unknown: 'waiting',
  online: 'done',
  offline: 'late',
  credentials: 'refused',
}
const CELLS = [0, 1, 2, 3, 4]

/** How much of the allowance the last second took. */
function Meter({ used, rate }: { used: number; rate: number }) {
  const share = rate > 0 ? (used / rate) * CELLS.length : 0
  return (
    <svg className={styles.meter} width="48" height="10" viewBox="0 0 48 10" aria-hidden="true">
      {CELLS.map(cell => {
        const filled = Math.max(0, Math.min(1, share - cell))
        return (
          <g key={cell} transform={`translate(${cell * 10} 0)`}>
            <rect className={styles.cell} width="8" height="10" rx="2" />
            <rect className={styles.used} width={8 * filled} height="10" rx={filled > 0.5 ? 2 : 0} />
          </g>
        )
      })}
    </svg>
  )
}

/** The foot of the window: the site, the limiter, the queue, the time. */
export function StatusBar() {
  const { t } = useText()
  const format = useFormat()
  const now = useNow()
  const status = useFrom('status', s => s.status)
  const open = useFrom('view', s => s.open)
  return (
    <footer className={styles.bar} data-testid="status-bar">
      {status ? <Facts status={status} now={now} /> : <span className={styles.faint}>{t('frame.loading')}</span>}
      <button type="button" className={styles.keys} onClick={() => open('keys')}>
        <KeyCap name="keys" /> {t('frame.keys')}
      </button>
      <time className={styles.now}>{format.dayTime(now)}</time>
    </footer>
  )
}

function Facts({ status, now }: { status: StatusView; now: number }) {
  const { t } = useText()
  const format = useFormat()
  const { site, limiter, queue } = status
  const age = queue.oldestAt === null ? null : ageOf(now - queue.oldestAt)
  const told = [
    site.kind === 'embedded' ? t('frame.embedded') : null,
    site.state === 'online' && site.latencyMs !== null ? t('frame.milliseconds', { ms: Math.round(site.latencyMs) }) : null,
    site.state !== 'online' && site.since !== null ? t('frame.since', { time: format.when(site.since, now) }) : null,
  ].filter(Boolean)
  return (
    <>
      <span className={styles.fact} data-testid="site-state" data-state={site.state} title={site.name}>
        <Lamp state={lamps[site.state]} height={15} />
        <strong>{t(siteWord(site))}</strong> <span className={styles.name}>{site.name}</span>
        {told.length > 0 && <span>{site.name ? `· ${told.join(' · ')}` : told.join(' · ')}</span>}
      </span>
      {/* None where another process speaks to the site. */}
      {limiter.rate > 0 && (
        <span className={styles.fact} data-testid="limiter">
          {/* Each device has its own pace; there is no allowance for all of them to be measured against. */}
          {site.kind !== 'isapi' && <Meter used={limiter.used} rate={limiter.rate} />}
          <span>
            <Bold
              text={t(site.kind === 'isapi' ? 'frame.calls' : 'frame.limiter', {
                used: format.number(limiter.used, 1),
                rate: format.number(limiter.rate, 1),
              })}
            />
            {limiter.foundOut && <span className={styles.faint}> ({t('frame.limiter found')})</span>}
            {limiter.slowed > 0 && <span className={styles.slow}>, {t('frame.slowed', { count: limiter.slowed })}</span>}
          </span>
        </span>
      )}
      <span className={styles.fact} data-testid="queue-state">
        <Icon name="list" size={14} />
        {queue.queued === 0 ? (
          t('frame.queue empty')
        ) : (
          <span>
            <Bold
              text={
                age
                  ? t('frame.queue oldest', { count: queue.queued, age: t(`frame.age_${age.unit}`, { count: age.count }) })
                  : t('frame.queue', { count: queue.queued })
              }
            />
          </span>
        )}
      </span>
      {!status.owner && <span className={styles.fact}>{t('frame.watching')}</span>}
    </>
  )
}
