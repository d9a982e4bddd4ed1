import { statSync } from 'node:fs'
import { join } from 'node:path'
import { type Clock, systemClock } from '../../electron/base/clock.ts'
import { base64, inventList, openDesk } from '../support/desk-app.ts'
import { startSite } from '../support/site.ts'

// One console through a day of lists, registered and revoked again, in a process of its own: `node --expose-gc long-day.ts JOBS GUESTS`. One JSON line at the end.
// The site is real and in another process; between two lists the clock jumps, so that they fill 24 hours.

const HOURS = 24
const JOBS_A_GUEST = 8
const [jobsWanted = 0, guests = 1] = process.argv.slice(2).map(Number)
const lists = Math.ceil(jobsWanted / (guests * JOBS_A_GUEST))
const stepMs = Math.ceil((HOURS * 3_600_000) / lists)

let shift = 0
const clock: Clock = { ...systemClock, now: () => systemClock.now() + shift }
const site = await startSite({ rate: 100_000, walkers: false, script: { applyMs: 2, staleFailures: 0 } })
const desk = await openDesk(site, { rate: 1000, concurrency: 40, chunk: 500, app: { clock } })
await desk.call('site.levels', {})
const wal = join(desk.profileDir, 'foyer.db-wal')

function memory(): number {
  for (let i = 0; i < 3; i++) globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

let early = 0
let walBytes = 0
let failed = 0
for (let n = 0; n < lists; n++) {
  const list = await desk.call('lists.read', { fileName: `${n}.csv`, bytes: base64(inventList(guests)) })
  const { batchId } = await desk.call('lists.send', { listId: list.listId, name: `list ${n}` })
  failed += (await desk.finished(batchId)).failed
  const visitIds: number[] = []
  for (let offset = 0; offset < guests; offset += 500) {
    const page = await desk.call('batches.visits', { batchId, offset, limit: 500 })
    visitIds.push(...page.visits.map(visit => visit.id))
  }
  const act = await desk.call('acts.start', { kind: 'revoke', visitIds, asBatch: true })
  if (act.batchId !== null) failed += (await desk.finished(act.batchId)).failed
  walBytes = Math.max(walBytes, statSync(wal).size)
  shift += stepMs
  // The first tenth warms up: compiled code, prepared statements, connections.
  if (n === Math.floor(lists / 10)) early = memory()
}
const late = memory()
const { done } = desk.app.worker?.totals ?? { done: 0 }
await desk.close()
await site.close()
process.stdout.write(`${JSON.stringify({ jobs: done, failed, hours: HOURS, early, late, growth: late / early - 1, walBytes })}\n`)
