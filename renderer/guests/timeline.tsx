import type { ActView } from '../../shared/model/act.ts'
import type { Failure } from '../../shared/model/failure.ts'
import type { PassageView } from '../../shared/model/passage.ts'
import type { VisitView } from '../../shared/model/visit.ts'
import { useFrom } from '../stores/context.ts'
import { lowerFirst } from '../text/lower-first.ts'
import { useFailure } from '../text/use-failure.ts'
import { useFormat } from '../text/use-format.ts'
import { usePassage } from '../text/use-passage.ts'
import { useText } from '../text/use-text.ts'
import { actTone } from '../ui/act-view.ts'
import { Button } from '../ui/button.tsx'
import type { IconName } from '../ui/icon.tsx'
import { resultLook, wayIcons } from '../ui/passage-view.ts'
import { StateWord, type Tone } from '../ui/state-word.tsx'
import { useNow } from '../ui/use-now.ts'
import { toneOf } from '../ui/visit-view.ts'
import styles from './guest-panel.module.css'

interface Moment {
  key: string
  at: number
  look: { tone: Tone; icon: IconName }
  word: string
  cause: Failure | null
  retryAt: number | null
  retry?: ActView['id']
}

/** What has happened to a guest, the newest first: registrations, everything done since, and the doors passed. */
export function Timeline({
  visits,
  acts,
  passages,
}: {
  visits: readonly VisitView[]
  acts: readonly ActView[]
  passages: readonly PassageView[]
}) {
  const { t } = useText()
  const say = useFailure()
  const format = useFormat()
  const now = useNow(60_000)
  const doors = usePassage()
  const retry = useFrom('acts', s => s.retry)
  const moments: Moment[] = [
    ...acts.map(act => ({
      key: `act ${act.id}`,
      at: act.updatedAt,
      look: actTone(act),
      word: [
        t(`visits.act ${act.kind}`),
        act.levelName,
        act.lacking.map(({ name }) => name).join(', '),
        act.until && t('guests.until time', { time: format.when(act.until, now) }),
        lowerFirst(t(`visits.act state ${act.state}`)),
        act.passageId !== null && t('guests.by passage'),
      ]
        .filter(Boolean)
        .join(' · '),
      cause: act.cause,
      retryAt: act.retryAt,
      ...(act.state === 'failed' ? { retry: act.id } : {}),
    })),
    ...visits.map(visit => ({
      key: `visit ${visit.id}`,
      at: visit.createdAt,
      look: toneOf(visit),
      word: t(visit.batchId === null ? 'guests.registered' : 'guests.from list', { level: visit.levelName }),
      cause: visit.cause,
      retryAt: visit.retryAt,
    })),
    ...passages.map(passage => ({
      key: `passage ${passage.id}`,
      at: passage.at,
      look: resultLook(passage).tone === 'ok' ? { tone: 'plain' as const, icon: wayIcons[passage.way] } : resultLook(passage),
      word: `${doors.door(passage)}, ${t(`passages.way ${passage.way}`)} · ${lowerFirst(doors.row(passage))}`,
      cause: null,
      retryAt: null,
    })),
  ].sort((a, b) => b.at - a.at)
  const causeOf = ({ cause, retryAt }: Moment) =>
    cause && [say(cause), retryAt !== null && t('failures.retry at', { time: format.time(retryAt) })].filter(Boolean).join(', ')
  return (
    <section>
      <header>
        <h3>{t('guests.timeline')}</h3>
      </header>
      <ol className={styles.timeline}>
        {moments.map(moment => (
          <li key={moment.key}>
            <time>{format.when(moment.at, now)}</time>
            <div>
              <StateWord tone={moment.look.tone} icon={moment.look.icon}>
                {moment.word}
              </StateWord>
              {moment.cause && <p className={styles.faint}>{causeOf(moment)}</p>}
              {moment.retry !== undefined && (
                <Button
                  size={24}
                  look="repair"
                  icon="retry"
                  onClick={() => moment.retry !== undefined && void retry(moment.retry)}
                >
                  {t('desk.retry')}
                </Button>
              )}
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}
