import { Popover } from '@mantine/core'
import { useState } from 'react'
import type { BatchActKind } from '../../shared/model/act.ts'
import type { LevelId, VisitId } from '../../shared/model/ids.ts'
import { useFrom } from '../stores/context.ts'
import { untilOf } from '../stores/until.ts'
import { useFormat } from '../text/use-format.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { DateTimePicker } from '../ui/date-time-picker.tsx'
import { useNow } from '../ui/use-now.ts'
import styles from './guest-panel.module.css'

type Opened = 'extend' | 'assign' | 'revoke' | null

/** What can be done to a guest, or to several: each goes in ten seconds, and can be undone until then. */
export function ActButtons({
  visitIds,
  name,
  levels,
  until,
}: {
  visitIds: readonly VisitId[]
  name: string
  /** The levels of one guest; more than one, and it is asked which is to go. */
  levels: readonly { id: LevelId; name: string }[]
  /** When the visit of one guest ends. */
  until?: number
}) {
  const { t } = useText()
  const format = useFormat()
  const now = useNow(30_000)
  const known = useFrom('levels', s => s.levels)
  const start = useFrom('acts', s => s.start)
  const [opened, setOpened] = useState<Opened>(null)
  const act = (kind: BatchActKind, more: { levelId?: LevelId | null; until?: number } = {}) => {
    setOpened(null)
    void start({ kind, visitIds: [...visitIds], ...more }, name)
  }
  // Two hours more are counted from the visit's own end, while that is still to come.
  const ends = (['two-hours', 'today', 'week'] as const).map(chip => ({
    chip,
    at: untilOf({ chip }, chip === 'two-hours' ? Math.max(now, until ?? 0) : now, format.zone),
  }))
  const asked = (what: Exclude<Opened, null>, button: React.ReactElement, list: React.ReactNode) => (
    <Popover
      opened={opened === what}
      onChange={open => setOpened(open ? what : null)}
      position="bottom-start"
      offset={6}
      trapFocus
    >
      <Popover.Target>{button}</Popover.Target>
      <Popover.Dropdown className={styles.choices}>{list}</Popover.Dropdown>
    </Popover>
  )
  const toggle = (what: Opened) => () => setOpened(opened === what ? null : what)
  return (
    <div className={styles.acts}>
      {asked(
        'extend',
        <Button size={28} onClick={toggle('extend')} data-testid="act-extend">
          {t('guests.do extend')}
        </Button>,
        <>
          {ends.map(({ chip, at }) => (
            <Button key={chip} size={28} look="quiet" onClick={() => act('extend', { until: at })} data-testid={`until-${chip}`}>
              {t(`guests.until ${chip}`)} {format.when(at, now)}
            </Button>
          ))}
          <DateTimePicker from={ends[1]?.at ?? now} now={now} onTake={at => act('extend', { until: at })} />
        </>,
      )}
      {asked(
        'assign',
        <Button size={28} onClick={toggle('assign')} data-testid="act-assign">
          {t('guests.do assign')}
        </Button>,
        (known ?? [])
          .filter(level => !levels.some(held => held.id === level.id))
          .map(level => (
            <Button key={level.id} size={28} look="quiet" onClick={() => act('assign', { levelId: level.id })}>
              {level.name}
            </Button>
          )),
      )}
      <Button size={28} icon="retry" onClick={() => act('reapply')} data-testid="act-reapply">
        {t('guests.do reapply')}
      </Button>
      <Button size={28} onClick={() => act('checkout')} data-testid="act-checkout">
        {t('guests.do checkout')}
      </Button>
      {levels.length > 1 ? (
        asked(
          'revoke',
          <Button size={28} look="danger" onClick={toggle('revoke')} data-testid="act-revoke">
            {t('guests.do revoke')}
          </Button>,
          <>
            {levels.map(level => (
              <Button key={level.id} size={28} look="quiet" onClick={() => act('revoke', { levelId: level.id })}>
                {level.name}
              </Button>
            ))}
            <Button size={28} look="danger" onClick={() => act('revoke')}>
              {t('guests.revoke all')}
            </Button>
          </>,
        )
      ) : (
        <Button size={28} look="danger" onClick={() => act('revoke')} data-testid="act-revoke">
          {visitIds.length > 1 ? t('guests.do revoke many', { count: visitIds.length }) : t('guests.do revoke')}
        </Button>
      )}
    </div>
  )
}
