import type { BatchActKind } from '../../shared/model/act.ts'
import type { LevelId } from '../../shared/model/ids.ts'
import type { VisitView } from '../../shared/model/visit.ts'
import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import styles from './act-buttons.module.css'
import { ActChoice } from './act-choice.tsx'
import { ExtendChoices } from './extend-choices.tsx'
import { type OfferedKind, useActProblems } from './use-act-problems.ts'

/** The removal of one person stands apart, at the panel's foot. */
const forOne: readonly OfferedKind[] = ['extend', 'assign', 'reapply', 'checkout', 'revoke']

/** What can be done to a guest, or to several: each goes in ten seconds, and can be undone until then. */
export function ActButtons({ visits, name }: { visits: readonly VisitView[]; name: string }) {
  const { t } = useText()
  const known = useFrom('levels', s => s.levels)
  const start = useFrom('acts', s => s.start)
  const [only] = visits.length === 1 ? visits : []
  const { isOff, reasons } = useActProblems(visits, only ? forOne : undefined)
  const held = [...new Map(visits.flatMap(visit => visit.levels).map(level => [level.id, level])).values()]
  const free = (known ?? []).filter(level => !only?.levels.some(one => one.id === level.id))
  const act = (kind: BatchActKind, more: { levelId?: LevelId | null; until?: number } = {}) =>
    void start({ kind, visitIds: visits.map(visit => visit.id), ...more }, name)
  const revoke = only ? t('guests.do revoke') : t('guests.do revoke many', { count: visits.length })
  return (
    <>
      <div className={styles.acts}>
        <ActChoice name="extend" word={t('guests.do extend')} disabled={isOff('extend')}>
          {then => <ExtendChoices ends={only?.until ?? 0} onTake={until => then(() => act('extend', { until }))} />}
        </ActChoice>
        <ActChoice name="assign" word={t('guests.do assign')} disabled={isOff('assign')}>
          {then =>
            free.length === 0 ? (
              <p className={styles.other}>{t('guests.no more levels')}</p>
            ) : (
              <Levels levels={free} onTake={levelId => then(() => act('assign', { levelId }))} />
            )
          }
        </ActChoice>
        <Button size={28} disabled={isOff('reapply')} onClick={() => act('reapply')} data-testid="act-reapply">
          {t('guests.do reapply')}
        </Button>
        <Button size={28} disabled={isOff('checkout')} onClick={() => act('checkout')} data-testid="act-checkout">
          {t('guests.do checkout')}
        </Button>
        {held.length > 1 ? (
          <ActChoice name="revoke" word={revoke} look="danger" disabled={isOff('revoke')}>
            {then => (
              <>
                <Levels levels={held} onTake={levelId => then(() => act('revoke', { levelId }))} />
                <Button size={28} look="danger" onClick={() => then(() => act('revoke'))} data-testid="revoke-all">
                  {t('guests.revoke all')}
                </Button>
              </>
            )}
          </ActChoice>
        ) : (
          <Button size={28} look="danger" disabled={isOff('revoke')} onClick={() => act('revoke')} data-testid="act-revoke">
            {revoke}
          </Button>
        )}
        {!only && (
          <Button size={28} look="danger" disabled={isOff('remove')} onClick={() => act('remove')} data-testid="act-remove">
            {t('guests.do remove many', { count: visits.length })}
          </Button>
        )}
      </div>
      {reasons.length > 0 && (
        <p className={styles.reasons} data-testid="act-reasons">
          {reasons.join(' ')}
        </p>
      )}
    </>
  )
}

/** Access levels to choose one of. */
export function Levels({ levels, onTake }: { levels: readonly { id: LevelId; name: string }[]; onTake: (id: LevelId) => void }) {
  return levels.map(level => (
    <Button key={level.id} size={28} look="quiet" onClick={() => onTake(level.id)}>
      <span className={styles.choice}>{level.name}</span>
    </Button>
  ))
}
