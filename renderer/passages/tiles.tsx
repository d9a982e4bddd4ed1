import { useFrom } from '../stores/context.ts'
import { useFormat } from '../text/use-format.ts'
import { usePassage } from '../text/use-passage.ts'
import { useSpan } from '../text/use-span.ts'
import { useText } from '../text/use-text.ts'
import { Icon, type IconName } from '../ui/icon.tsx'
import { useNow } from '../ui/use-now.ts'
import styles from './tiles.module.css'

const HOUR_MS = 3_600_000

/** Four figures of now, each with what it is measured by where that is known; each shows whom it counts. */
export function Tiles() {
  const notes = useNotes()
  const feed = useFrom('feed', s => s.feed)
  const isDenied = useFrom('passages', s => s.filter.result === 'denied')
  const narrow = useFrom('passages', s => s.narrow)
  const go = useFrom('view', s => s.go)
  const narrowGuests = useFrom('guestTable', s => s.narrow)
  const toGuests = (filter: 'inside' | 'expected' | 'overstaying') => {
    narrowGuests({ filter, text: '' })
    go('guests')
  }
  return (
    <div className={styles.tiles}>
      <Tile name="inside" icon="people" count={feed?.inside} note={notes.inside} act={() => toGuests('inside')} />
      <Tile name="expected" icon="clock" count={feed?.expected} note={notes.expected} act={() => toGuests('expected')} />
      <Tile
        name="overstaying"
        icon="bang"
        tone={feed?.overstaying ? 'wait' : undefined}
        count={feed?.overstaying}
        note={notes.overstaying}
        act={() => toGuests('overstaying')}
      />
      <Tile
        name="denied today"
        icon="cross"
        tone={feed?.deniedToday ? 'no' : undefined}
        count={feed?.deniedToday}
        note={notes.denied}
        pressed={isDenied}
        act={() => narrow({ result: isDenied ? null : 'denied', way: null })}
      />
    </div>
  )
}

/** What stands under each number: a comparison where we know one, else what it counts. */
function useNotes() {
  const { t } = useText()
  const format = useFormat()
  const span = useSpan()
  const words = usePassage()
  const now = useNow(30_000)
  const feed = useFrom('feed', s => s.feed)
  const pins = useFrom('passages', s => s.pins.length)
  const { inside = 0, insideHourAgo: before = null, nextExpectedAt: next = null } = feed ?? {}
  const { overstaying, overstayingSince: since = null, deniedYesterday: yesterday = null } = feed ?? {}
  const more = before === null ? 0 : inside - before
  const change = more === 0 ? 'same' : more > 0 ? 'more' : 'fewer'
  return {
    inside:
      before === null ? t('passages.inside note') : t(`passages.inside ${change}`, { number: format.number(Math.abs(more)) }),
    expected: next === null ? t('passages.expected note') : t('passages.expected next', { time: format.time(next) }),
    overstaying:
      since !== null && now >= since
        ? t('passages.overstaying longest', { span: now - since < HOUR_MS ? words.age(now - since) : span.took(now - since) })
        : t(overstaying === 0 ? 'passages.overstaying none' : 'passages.overstaying note'),
    denied:
      yesterday !== null
        ? t('passages.denied yesterday', { number: format.number(yesterday) })
        : pins > 0
          ? t('passages.denied pinned', { count: pins })
          : t('passages.denied note'),
  }
}

function Tile(props: {
  name: 'inside' | 'expected' | 'overstaying' | 'denied today'
  icon: IconName
  count: number | undefined
  note: string
  tone?: 'wait' | 'no' | undefined
  pressed?: boolean
  act: () => void
}) {
  const { name, icon, count, note, tone, pressed, act } = props
  const { t } = useText()
  const format = useFormat()
  return (
    <button
      type="button"
      className={styles.tile}
      data-tone={tone}
      aria-pressed={pressed}
      onClick={act}
      data-testid={`tile-${name.replace(' ', '-')}`}
    >
      <span className={styles.label}>
        <Icon name={icon} size={14} /> {t(`passages.${name}`)}
      </span>
      <span className={styles.count}>{count === undefined ? '–' : format.number(count)}</span>
      <span className={styles.note}>{note}</span>
    </button>
  )
}
