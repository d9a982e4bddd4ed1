import type { Instant } from '../../shared/model/time.ts'
import { untilOf } from '../stores/until.ts'
import { useFormat } from '../text/use-format.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { DateTimePicker } from '../ui/date-time-picker.tsx'
import { useNow } from '../ui/use-now.ts'
import styles from './act-buttons.module.css'

const chips = ['two-hours', 'today', 'week'] as const

/** Until when a visit is extended. `ends` is its end of now; 0 for several, which end at their own times. */
export function ExtendChoices({ ends, onTake }: { ends: Instant; onTake: (until: Instant) => void }) {
  const { t } = useText()
  const format = useFormat()
  const now = useNow(30_000)
  // Two hours more are counted from the visit's own end, while that is still to come; and an end that is sooner extends nothing.
  const offered = chips
    .map(chip => ({ chip, at: untilOf({ chip }, chip === 'two-hours' ? Math.max(now, ends) : now, format.zone) }))
    .filter(({ at }) => at > ends)
  return (
    <>
      {offered.map(({ chip, at }) => (
        <Button key={chip} size={28} look="quiet" onClick={() => onTake(at)} data-testid={`until-${chip}`}>
          <span className={styles.choice}>
            {t(`guests.until ${chip}`)} <b>{format.when(at, now)}</b>
          </span>
        </Button>
      ))}
      <p className={styles.other}>{t('guests.until other')}</p>
      <DateTimePicker from={offered.at(-1)?.at ?? Math.max(now, ends)} now={now} onTake={onTake} />
    </>
  )
}
