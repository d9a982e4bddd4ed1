import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { recordPassages } from '../../electron/simulator/passage-log.ts'
import { startSimulator } from '../../electron/simulator/simulator.ts'
import { type DeskApp, openDesk } from '../support/desk-app.ts'
import { happened, toldAs } from '../support/doors.ts'
import { percentile, type Row } from './table.ts'

const NIGHT = 20_000
const SAMPLES = 25
const hour = 3_600_000
/** A passage can be queried a second after it happened (protocol A4, Doors and events). */
const SITE_LAG_MS = 1000

async function until(done: () => Promise<boolean>): Promise<void> {
  while (!(await done())) await new Promise(resolve => setTimeout(resolve, 5))
}

const feedOf = async (at: DeskApp) => (await at.call('passages.feed', {})).feed
const isSteady = async (at: DeskApp) => ['polling', 'live'].includes((await feedOf(at)).state)

/** Milliseconds from each of some events to its push, which is what a window paints. */
async function delays(at: DeskApp, tell: (id: string) => void, apartMs: number): Promise<number[]> {
  const began = new Map<string, number>()
  const took: number[] = []
  const stop = at.app.pushes.subscribe((name, value) => {
    if (name !== 'passages') return
    for (const { key } of value as { key: string }[]) {
      const start = began.get(key)
      if (start === undefined) continue
      began.delete(key)
      took.push(performance.now() - start)
    }
  })
  for (let i = 0; i < SAMPLES; i++) {
    const id = `sample ${performance.now()} ${i}`
    began.set(id, performance.now())
    tell(id)
    await new Promise(resolve => setTimeout(resolve, apartMs + ((i * 37) % 200)))
  }
  await until(async () => began.size === 0)
  stop()
  return took
}

/** How long it takes from a door to a window, and how long a night off takes to read. Whole consoles, real sockets. */
export async function benchFeed(): Promise<Row[]> {
  const site = await startSimulator({ rate: 20, walkers: false })
  const profileDir = mkdtempSync(join(tmpdir(), 'foyer-feed-'))
  const options = { rate: 20, profileDir, app: { watch: true } } as const
  const first = await openDesk(site, options)
  await until(() => isSteady(first))
  // One kind has been told, so its round is the quick one from then on: what is measured is the state of a day.
  const tell = (id: string) => recordPassages(site.world, [toldAs({ id, at: Date.now() })])
  tell('warm')
  await until(async () => (await first.call('passages.page', {})).passages.length > 0)
  const state = await feedOf(first)
  const everyMs = state.state === 'polling' ? state.everyMs : 0
  const polled = await delays(first, tell, 300)
  await first.close()

  const db = new Sqlite(join(profileDir, 'foyer.db'))
  const { cursor } = db.prepare('SELECT cursor FROM feeds').get() as { cursor: string }
  const left = Date.now() - 12 * hour
  db.prepare('UPDATE feeds SET cursor = ?').run(cursor.replace(/:\d{13}/g, `:${left}`))
  db.close()
  const types = [196893, 196893, 198914, 197151, 197635]
  happened(
    site.world,
    Array.from({ length: NIGHT }, (_, i) => ({
      id: `night ${i}`,
      at: left + Math.floor((i / NIGHT) * 11.9 * hour),
      door: String((i % 6) + 1),
      type: types[i % 5] ?? 0,
    })),
  )
  const started = performance.now()
  const second = await openDesk(site, options)
  await until(() => isSteady(second))
  const caughtUp = (performance.now() - started) / 1000
  const { samples } = await second.call('metrics.read', {})
  const counted = samples.filter(one => one.name === 'foyer_passages_total').reduce((sum, one) => sum + one.value, 0)
  const { maxPerSecond } = site.document().calls
  await second.close()

  const subscription = { on: true, address: '127.0.0.1', port: 0, reachedAs: null }
  const third = await openDesk(site, { ...options, settings: { feed: { subscription } as never } })
  await until(() => isSteady(third))
  const pushed = await delays(third, tell, 300)
  await third.close()
  await site.close()
  rmSync(profileDir, { recursive: true, force: true })

  const worstPolled = Math.max(...polled)
  const worstPushed = Math.max(...pushed)
  const limit = everyMs + SITE_LAG_MS + 300
  return [
    {
      what: `a night off, ${NIGHT.toLocaleString('en')} events at 20 calls a second (at most ${maxPerSecond} in one)`,
      figure: `${caughtUp.toFixed(1)} s`,
      target: '<= 30 s',
      reached: caughtUp <= 30,
    },
    {
      what: 'of them counted, each once',
      figure: String(counted - polled.length - 1),
      target: `= ${NIGHT}`,
      reached: counted - polled.length - 1 === NIGHT,
    },
    {
      what: `a door to the window's push, polling (every ${(everyMs / 1000).toFixed(1)} s, the site tells after 1 s), p50 and longest`,
      figure: `${percentile(polled, 0.5).toFixed(0)} and ${worstPolled.toFixed(0)} ms`,
      target: `<= ${limit.toFixed(0)} ms`,
      reached: worstPolled <= limit,
    },
    {
      what: "a door to the window's push, by subscription, p50 and longest",
      figure: `${percentile(pushed, 0.5).toFixed(0)} and ${worstPushed.toFixed(0)} ms`,
      target: '<= 500 ms',
      reached: worstPushed <= 500,
    },
  ]
}
