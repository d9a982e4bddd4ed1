import 'uplot/dist/uPlot.min.css'
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import { dayOf } from '../../shared/model/time.ts'
import { useFrom } from '../stores/context.ts'
import { totalOf } from '../stores/passage-list.ts'
import { useFormat } from '../text/use-format.ts'
import { useText } from '../text/use-text.ts'
import { Icon } from '../ui/icon.tsx'
import { useNow } from '../ui/use-now.ts'
import { barsOf, spanOf } from './day-bars.ts'
import styles from './day-plot.module.css'
import { plotOptions } from './plot-options.ts'

const EMPTY: readonly never[] = []

/** The day by quarter-hours: entries up, exits down, a cross where somebody was turned away. */
export function DayPlot() {
  const { t } = useText()
  const format = useFormat()
  const now = useNow(30_000)
  const quarters = useFrom('feed', s => s.quarters) ?? EMPTY
  const host = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  const total = totalOf(quarters)
  const day = dayOf(now, format.zone).from
  const span = spanOf(quarters, day, now)
  const bars = barsOf(quarters, span)
  const latest = useRef({ bars, now })
  latest.current = { bars, now }
  const { from, until } = span
  const { zone } = format

  // Made anew when the axis or the colours change; fed otherwise.
  useEffect(() => {
    const element = host.current
    if (!element) return
    const make = () => {
      plot.current?.destroy()
      const size = { width: element.clientWidth, height: element.clientHeight }
      const options = plotOptions({ size, from, until, zone, time: format.time, now: () => latest.current.now })
      plot.current = new uPlot(options, latest.current.bars, element)
    }
    make()
    const watch = new ResizeObserver(() => plot.current?.setSize({ width: element.clientWidth, height: element.clientHeight }))
    watch.observe(element)
    // The tokens turn with the scheme, also when it is the system's.
    const turned = new MutationObserver(make)
    turned.observe(document.documentElement, { attributeFilter: ['data-mantine-color-scheme'] })
    return () => {
      watch.disconnect()
      turned.disconnect()
      plot.current?.destroy()
      plot.current = null
    }
  }, [from, until, zone, format])
  useEffect(() => {
    plot.current?.setData(bars)
  }, [bars])

  return (
    <section className={styles.card} data-testid="day-plot">
      <h2>{t('passages.day')}</h2>
      <p className={styles.legend}>
        <span data-of="entries">{t('passages.legend entries', { count: format.number(total.entries) })}</span>
        <span data-of="exits">{t('passages.legend exits', { count: format.number(total.exits) })}</span>
        <span data-of="denied">
          <Icon name="cross" size={12} /> {t('passages.legend denied', { count: format.number(total.denied) })}
        </span>
      </p>
      <div ref={host} className={styles.plot} role="img" aria-label={t('passages.day spoken', total)} />
      {quarters.length === 0 && <p className={styles.empty}>{t('passages.day empty')}</p>}
    </section>
  )
}
