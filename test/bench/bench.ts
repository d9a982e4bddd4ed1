import { benchBatch, benchPace } from './batch.ts'
import { benchClaim } from './claim.ts'
import { benchDevices } from './devices.ts'
import { benchDoorToPixel } from './door-to-pixel.ts'
import { benchFeed } from './feed.ts'
import { benchFrames } from './frames.ts'
import { benchLimiter } from './limiter.ts'
import { benchList } from './list.ts'
import { benchPassages } from './passages.ts'
import { benchStream } from './stream.ts'
import { printTable, type Row } from './table.ts'

// `npm run bench` prints one table, ratios first. Figures belong to the machine they were measured on; the ratios travel.
const wanted = process.argv.slice(2)
const benches: readonly [string, () => Promise<Row[]>][] = [
  ['batch', benchBatch],
  ['pace', benchPace],
  ['devices', benchDevices],
  ['limiter', benchLimiter],
  ['list', benchList],
  ['claim', benchClaim],
  ['passages', benchPassages],
  ['feed', benchFeed],
  ['stream', benchStream],
  ['frames', benchFrames],
  ['pixel', benchDoorToPixel],
]
const rows: Row[] = []
for (const [name, bench] of benches) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  process.stderr.write(`measuring ${name} ...\n`)
  rows.push(...(await bench()))
}
printTable(rows)
if (rows.some(row => row.reached === false)) process.exitCode = 1
