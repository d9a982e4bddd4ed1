import uPlot from 'uplot'
import type { Instant } from '../../shared/model/time.ts'
import { ticksOf } from './day-bars.ts'

const HOUR_S = 3600
/** An axis label of 11 px takes as much room as this. */
const LABEL_PX = 56
/** Room above the tallest bar for a cross, below the deepest for nothing. */
const HEADROOM = 1.25
const FONT = '11px "Inter Variable", Inter, system-ui'

const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

/** A canvas knows no tokens: they are read when it is drawn. */
function colours() {
  const exits = token('--acc-line')
  return {
    entries: token('--acc'),
    exits,
    denied: token('--no-fill'),
    line: token('--line'),
    zero: token('--ctl'),
    text: token('--t3'),
  }
}

/** Whole hours that fit side by side: every one, every second, third, fourth or sixth. */
function hoursOf(from: number, until: number, width: number): number[] {
  const hours = Math.round((until - from) / HOUR_S)
  const step = [1, 2, 3, 4, 6, 12].find(size => (hours / size) * LABEL_PX <= width) ?? 24
  return Array.from({ length: Math.floor(hours / step) + 1 }, (_, i) => from + i * step * HOUR_S)
}

/** The plot without legend, cursor or inline style: bars both ways from zero, crosses, a dashed line at now. `from`, `until` in ms. */
export function plotOptions(given: {
  size: { width: number; height: number }
  from: Instant
  until: Instant
  zone: string
  time: (at: Instant) => string
  now: () => Instant
}): uPlot.Options {
  const { size, time, now } = given
  const [from, until] = [given.from / 1000, given.until / 1000]
  const paint = colours()
  const bars = uPlot.paths.bars?.({ size: [0.78, 24], align: 0 })
  const series = (fill: string): uPlot.Series => ({
    fill,
    stroke: fill,
    width: 0,
    points: { show: false },
    ...(bars ? { paths: bars } : {}),
  })
  return {
    ...size,
    padding: [8, 4, 0, 18],
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: false, range: [from, until] },
      y: {
        range: (_plot, least, most) => {
          const [low, high] = [Math.min(least ?? 0, 0), Math.max(most ?? 0, 4)]
          return [Math.min(low * HEADROOM, -high * 0.35), high * HEADROOM]
        },
      },
    },
    axes: [
      {
        stroke: paint.text,
        font: FONT,
        size: 24,
        gap: 6,
        grid: { show: false },
        ticks: { show: false },
        splits: plot => hoursOf(from, until, plot.bbox.width / devicePixelRatio),
        values: (_plot, splits) => splits.map(at => time(at * 1000)),
      },
      {
        side: 1,
        stroke: paint.text,
        font: FONT,
        size: 32,
        gap: 6,
        grid: { stroke: paint.line, width: 1 },
        ticks: { show: false },
        splits: (_plot, _axis, least, most) => ticksOf(least, most),
      },
    ],
    series: [
      {},
      series(paint.entries),
      series(paint.exits),
      {
        stroke: paint.denied,
        width: 0,
        paths: () => null,
        points: { show: false },
      },
    ],
    hooks: {
      draw: [
        plot => {
          drawLines(plot, now() / 1000, paint)
          drawCrosses(plot, paint.denied)
        },
      ],
    },
  }
}

function drawLines(plot: uPlot, now: number, paint: ReturnType<typeof colours>): void {
  const { ctx, bbox } = plot
  const at = (value: number, scale: 'x' | 'y') => Math.round(plot.valToPos(value, scale, true)) + 0.5
  ctx.save()
  ctx.lineWidth = devicePixelRatio
  ctx.strokeStyle = paint.zero
  ctx.beginPath()
  ctx.moveTo(bbox.left, at(0, 'y'))
  ctx.lineTo(bbox.left + bbox.width, at(0, 'y'))
  ctx.stroke()
  ctx.strokeStyle = paint.text
  ctx.setLineDash([2 * devicePixelRatio, 3 * devicePixelRatio])
  ctx.beginPath()
  ctx.moveTo(at(now, 'x'), bbox.top)
  ctx.lineTo(at(now, 'x'), bbox.top + bbox.height)
  ctx.stroke()
  ctx.restore()
}

/** A cross above each bar in whose quarter somebody was turned away: the sign of every refusal here. */
function drawCrosses(plot: uPlot, colour: string): void {
  const { ctx } = plot
  const [arm, lift] = [3 * devicePixelRatio, 8 * devicePixelRatio]
  ctx.save()
  ctx.strokeStyle = colour
  ctx.lineWidth = 1.8 * devicePixelRatio
  ctx.lineCap = 'round'
  ctx.beginPath()
  for (const [i, value] of (plot.data[3] ?? []).entries()) {
    if (value == null) continue
    const x = plot.valToPos(plot.data[0][i] ?? 0, 'x', true)
    const y = plot.valToPos(value, 'y', true) - lift
    ctx.moveTo(x - arm, y - arm)
    ctx.lineTo(x + arm, y + arm)
    ctx.moveTo(x + arm, y - arm)
    ctx.lineTo(x - arm, y + arm)
  }
  ctx.stroke()
  ctx.restore()
}
