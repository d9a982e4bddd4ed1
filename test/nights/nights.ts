import { seededRandom } from '../../electron/base/random.ts'
import { killedNight } from '../support/kills.ts'
import { firstDifference } from '../support/multipart.ts'

// `npm run nights`: the full counts of what `npm test` samples. Each night is one batch, killed at points drawn by its seed.
const KILLS_WANTED = 500
const total = { kills: 0, repeated: 0, lost: 0, doubled: 0, slowestStartMs: 0 }
for (let seed = 1; total.kills < KILLS_WANTED; seed++) {
  const night = await killedNight({ guests: 300, kills: 130, reach: 3 + ((seed * 7) % 40), seed })
  total.kills += night.kills
  total.repeated += Math.max(0, night.repeated)
  total.lost += night.lost.length + (300 - night.done)
  total.doubled += night.doubled.length
  total.slowestStartMs = Math.max(total.slowestStartMs, night.slowestStartMs)
  process.stderr.write(`night ${seed}: ${night.kills} kills, ${night.lost.length} lost, ${night.doubled.length} doubled\n`)
}
console.log(
  `kill -9 at ${total.kills} points: ${total.lost} lost, ${total.doubled} doubled, ${(total.repeated / total.kills).toFixed(2)} repeated changes a kill, slowest start ${Math.round(total.slowestStartMs)} ms`,
)
if (total.lost + total.doubled > 0) process.exitCode = 1

const STREAMS_WANTED = 20_000
const differs = await firstDifference(seededRandom, 1_000_000, STREAMS_WANTED)
console.log(
  differs === null
    ? `${STREAMS_WANTED} multipart streams read as dicer reads them, byte for byte`
    : `multipart stream of seed ${differs} is not read as dicer reads it`,
)
if (differs !== null) process.exitCode = 1
