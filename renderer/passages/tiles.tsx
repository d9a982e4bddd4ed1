import { useFrom } from '../stores/context.ts'
import { useFormat } from '../text/use-format.ts'
import { useText } from '../text/use-text.ts'
import { Icon, type IconName } from '../ui/icon.tsx'
import styles from './tiles.module.css'

/** Four figures of now; each shows whom it counts. */
export function Tiles() {
  const { t } = useText()
  const feed = useFrom('feed', s => s.feed)
  const pins = useFrom('passages', s => s.pins.length)
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
      <Tile name="inside" icon="people" count={feed?.inside} note={t('passages.inside note')} act={() => toGuests('inside')} />
      <Tile
        name="expected"
        icon="clock"
        count={feed?.expected}
        note={t('passages.expected note')}
        act={() => toGuests('expected')}
      />
      <Tile
        name="overstaying"
        icon="bang"
        tone={feed?.overstaying ? 'wait' : undefined}
        count={feed?.overstaying}
        note={t(feed?.overstaying === 0 ? 'passages.overstaying none' : 'passages.overstaying note')}
        act={() => toGuests('overstaying')}
      />
      <Tile
        name="denied today"
        icon="cross"
        tone={feed?.deniedToday ? 'no' : undefined}
        count={feed?.deniedToday}
        note={pins > 0 ? t('passages.denied pinned', { count: pins }) : t('passages.denied note')}
        pressed={isDenied}
        act={() => narrow({ result: isDenied ? null : 'denied', way: null })}
      />
    </div>
  )
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
