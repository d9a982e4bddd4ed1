import { useEffect } from 'react'
import type { DevicesView } from '../../shared/contract/device-calls.ts'
import type { RepairSight, RepairView } from '../../shared/model/repair.ts'
import { useFrom } from '../stores/context.ts'
import { useFailure } from '../text/use-failure.ts'
import { useFormat } from '../text/use-format.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { Progress } from '../ui/progress.tsx'
import { StateWord } from '../ui/state-word.tsx'
import { useNow } from '../ui/use-now.ts'
import styles from './repair-panel.module.css'

/** It is read again as often: the table is the truth, and nothing is pushed about it. */
const EVERY_MS = 1_000

const sights: Record<DevicesView['role'], RepairSight> = {
  alone: 'devices',
  terminals: 'faces',
  visitors: 'server',
  none: 'server',
}

/** What the doors may have lost behind our back: when it is looked for, what can be seen, and what the last look came to. */
export function RepairPanel({ role }: { role: DevicesView['role'] }) {
  const { t } = useText()
  const say = useFailure()
  const { last, failure, read, start } = useFrom('repair', s => s)
  const refused = useFrom('policies', s => s.failure)
  useEffect(() => {
    void read()
    const timer = setInterval(() => void read(), EVERY_MS)
    return () => clearInterval(timer)
  }, [read])
  const isLooking = last != null && last.lookedAt === null
  const wrong = failure ?? refused
  return (
    <section className={styles.repair} aria-label={t('repair.title')} data-testid="repair">
      <header>
        <h2>{t('repair.title')}</h2>
        <Hour />
        <Button
          size={28}
          icon="retry"
          aria-disabled={isLooking}
          onClick={() => isLooking || void start()}
          data-testid="repair-now"
        >
          {t(isLooking ? 'repair.running' : 'repair.now')}
        </Button>
      </header>
      <p className={styles.why}>{t(`repair.why ${sights[role]}`)}</p>
      {wrong && (
        <p role="alert">
          <StateWord tone="no">{say(wrong)}</StateWord>
        </p>
      )}
      {last === null && <p className={styles.why}>{t('repair.none')}</p>}
      {last && <Outcome repair={last} />}
    </section>
  )
}

function Hour() {
  const { t } = useText()
  const hour = useFrom('policies', s => s.policies?.repairHour)
  const change = useFrom('policies', s => s.change)
  return (
    <label className={styles.hour}>
      {t('repair.each night')}{' '}
      <select
        value={hour ?? ''}
        onChange={({ target: { value } }) => void change({ repairHour: value === '' ? null : Number(value) })}
        data-testid="repair-hour"
      >
        {Array.from({ length: 24 }, (_, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an hour is its index
          <option key={at} value={at}>
            {t('repair.at', { hour: `${String(at).padStart(2, '0')}:00` })}
          </option>
        ))}
        <option value="">{t('repair.never')}</option>
      </select>
    </label>
  )
}

/** What the last look came to, or how far it is. */
function Outcome({ repair }: { repair: RepairView }) {
  const { t } = useText()
  const say = useFailure()
  const format = useFormat()
  const now = useNow(30_000)
  const { why, startedAt, lookedAt, endedAt, guests, total, found, mended, failed, unsaid, failure, doors } = repair
  const looked = t('repair.looking', { guests: format.number(guests), total: format.number(Math.max(total, guests)) })
  return (
    <div className={styles.outcome} data-testid="repair-outcome" data-ended={endedAt !== null}>
      <p role="status">
        <Word repair={repair} looked={looked} />
        <span className={styles.when}>{t(`repair.by ${why}`, { time: format.when(startedAt, now) })}</span>
      </p>
      {lookedAt === null && <Progress done={guests} failed={0} total={Math.max(total, guests, 1)} label={looked} />}
      {lookedAt !== null && endedAt === null && (
        <Progress done={mended} failed={failed} total={found} label={t('repair.mended', { mended })} />
      )}
      {failed > 0 && <p className={styles.why}>{t('repair.failed where')}</p>}
      {unsaid > 0 && (
        <p>
          <StateWord tone="wait">{t('repair.unsaid', { count: unsaid })}</StateWord>
        </p>
      )}
      {failure && (
        <p>
          <StateWord tone="no">{say(failure)}</StateWord>
        </p>
      )}
      {doors.length > 0 && (
        <dl>
          {doors.map(door => (
            <div key={door.id} data-testid="repair-door">
              <dt>{door.name}</dt>
              <dd>{t('repair.door', { lacking: format.number(door.lacking), mended: format.number(door.mended) })}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  )
}

function Word({ repair, looked }: { repair: RepairView; looked: string }) {
  const { t } = useText()
  const { lookedAt, found, mended, failed, guests, unsaid, sight, failure } = repair
  if (found > 0) {
    const parts = [
      t('repair.found', { count: found }),
      t('repair.mended', { mended }),
      failed > 0 && t('repair.failed', { failed }),
    ]
    return <StateWord tone={failed > 0 ? 'no' : mended === found ? 'ok' : 'plain'}>{parts.filter(Boolean).join(', ')}</StateWord>
  }
  if (lookedAt === null || failure) return <StateWord tone="plain">{looked}</StateWord>
  if (guests === 0) return <StateWord tone="plain">{t('repair.nobody')}</StateWord>
  if (sight === 'server') return <StateWord tone="ok">{t('repair.applied', { count: guests })}</StateWord>
  return <StateWord tone="ok">{t('repair.whole', { count: Math.max(0, guests - unsaid) })}</StateWord>
}
