import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { seededRandom } from '../../electron/base/random.ts'
import { killedNight, type Place, works } from '../support/kills.ts'
import { firstDifference } from '../support/multipart.ts'

// `npm run nights`: the full counts of what `npm test` samples. Each night is one batch, killed at points drawn by its seed.
const KILLS_WANTED = 200
const places: readonly Place[] = ['server', 'terminals']
let bad = 0
for (const [place, work] of places.flatMap(place => works.map(work => [place, work] as const))) {
  const total = { kills: 0, repeated: 0, lost: 0, doubled: 0, slowestStartMs: 0 }
  for (let seed = 1; total.kills < KILLS_WANTED; seed++) {
    const night = await killedNight({ place, work, guests: 300, kills: 130, reach: 3 + ((seed * 7) % 40), seed })
    total.kills += night.kills
    total.repeated += Math.max(0, night.repeated)
    total.lost += night.lost.length + (300 - night.done)
    total.doubled += night.doubled.length
    total.slowestStartMs = Math.max(total.slowestStartMs, night.slowestStartMs)
    process.stderr.write(
      `${place}, ${work}, night ${seed}: ${night.kills} kills, ${night.lost.length} lost, ${night.doubled.length} doubled\n`,
    )
  }
  const { kills, lost, doubled, repeated } = total
  console.log(
    `kill -9 at ${kills} points of ${work} (${place}): ${lost} lost, ${doubled} doubled, ${(repeated / kills).toFixed(2)} repeated changes a kill, slowest start ${Math.round(total.slowestStartMs)} ms`,
  )
  bad += lost + doubled + (repeated > kills ? 1 : 0)
}

const STREAMS_WANTED = 20_000
const differs = await firstDifference(seededRandom, 1_000_000, STREAMS_WANTED)
console.log(
  differs === null
    ? `${STREAMS_WANTED} multipart streams read as dicer reads them, byte for byte`
    : `the multipart stream of seed ${differs} is not read as dicer reads it`,
)
/** A script of its own, which can collect garbage when it wants to know how much is held; its last line is JSON. */
function apart<T>(script: string, ...words: (string | number)[]): T {
  const file = join(import.meta.dirname, script)
  return JSON.parse(execFileSync(process.execPath, ['--expose-gc', file, ...words.map(String)], { encoding: 'utf8' })) as T
}
const mib = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MiB`

const queued = apart<{ guests: number; held: number; rss: number }>('queued.ts', 1000)
console.log(
  `${queued.guests} guests queued with their photos: ${mib(queued.held)} more held than idle, ${mib(queued.rss)} more resident`,
)
bad += Math.max(queued.held, queued.rss) > 50 * 1024 * 1024 ? 1 : 0

const day = apart<{ jobs: number; failed: number; hours: number; growth: number; walBytes: number }>(
  'long-day.ts',
  1_160_000,
  1000,
)
console.log(
  `${day.hours} hours of lists, ${day.jobs} jobs, ${day.failed} failed: memory grew by ${(day.growth * 100).toFixed(1)} %, the longest log was ${mib(day.walBytes)}`,
)
bad += day.jobs < 1_000_000 || day.failed > 0 || day.growth > 0.05 || day.walBytes > 64 * 1024 * 1024 ? 1 : 0

if (bad > 0 || differs !== null) process.exitCode = 1
