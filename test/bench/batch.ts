import { boundSeconds } from '../../shared/model/batch.ts'
import { base64, inventList, openDesk } from '../support/desk-app.ts'
import { type SiteProcess, startSite } from '../support/site.ts'
import { afternoon, besides, oldTask } from './beside.ts'
import { oneByOne } from './one-by-one.ts'
import { drawPhotos } from './photos.ts'
import { type Row, times } from './table.ts'

const GUESTS = 50
const limits = { rate: 20, concurrency: 10 }
/** Wider sites of the same latency (reliability: figures to reach): the same one by one serves them, its five calls a second are under every limit. */
const wider = [
  { guests: 50, rate: 50, concurrency: 50, target: 25, name: '50/s, 50 at once' },
  { guests: 500, rate: 50, concurrency: 50, target: 42, name: '50/s, 50 at once; one by one reckoned from 50' },
]
const latencyMs = 200

/** 50 guests with photos as a batch against one by one, on the same simulator at the same latency. */
export async function benchBatch(): Promise<Row[]> {
  const photos = await drawPhotos(GUESTS)
  // The door's own time is not what is measured: set to 100 ms, and old failures off, both by name. A second run has every quirk on.
  const clean = await startSite({ rate: limits.rate, latencyMs, script: { applyMs: 100, quirksOff: ['staleFailures'] } })
  const single = process.env.QUICK ? 50_000 : await oneByOne(clean, photos, limits)
  const batch = await runBatch(clean, photos)
  await clean.close()
  const rude = await startSite({ rate: limits.rate, latencyMs, script: { applyMs: 100 } })
  const quirky = await runBatch(rude, photos)
  await rude.close()
  const beside: Row[] = []
  for (const [name, guest] of [
    ['p-queue and p-retry, 3 calls a guest', afternoon],
    ['the old task, 5 calls a guest, as wide as it may', oldTask],
  ] as const) {
    const site = await startSite({ rate: limits.rate, latencyMs, script: { applyMs: 100, quirksOff: ['staleFailures'] } })
    const { seconds, through, calls, most, refused } = await besides(site, guest, photos, limits)
    await site.close()
    const cost = `${(calls / GUESTS).toFixed(1)} calls a guest, ${most} in a second, ${refused} refused, ${through} through`
    beside.push({
      what: `beside: ${name} (${cost})`,
      figure: `${(seconds / batch.seconds).toFixed(1)} x our time`,
      target: '',
      reached: null,
    })
  }
  const wide: Row[] = []
  for (const one of wider) wide.push(...(await benchWide(one, photos, single)))

  const ratio = single / (batch.seconds * 1000)
  const setting = `${GUESTS} guests, ${latencyMs} ms, ${limits.rate}/s, ${limits.concurrency} at once`
  return [
    { what: `batch against one by one (${setting})`, figure: times(ratio), target: '>= 12', reached: ratio >= 12 },
    {
      what: 'T / bound',
      figure: (batch.seconds / batch.bound).toFixed(3),
      target: '<= 1.1',
      reached: batch.seconds / batch.bound <= 1.1,
    },
    { what: 'T / bound with old failures shown', figure: (quirky.seconds / quirky.bound).toFixed(3), target: '', reached: null },
    {
      what: 'calls per guest',
      figure: (batch.calls / GUESTS).toFixed(2),
      target: '<= 1.1',
      reached: batch.calls / GUESTS <= 1.1,
    },
    { what: 'calls per guest with old failures shown', figure: (quirky.calls / GUESTS).toFixed(2), target: '', reached: null },
    {
      what: 'most arrivals in any second, counted by the site',
      figure: String(Math.max(batch.most, quirky.most)),
      target: `<= ${limits.rate}`,
      reached: Math.max(batch.most, quirky.most) <= limits.rate,
    },
    { what: 'one by one', figure: `${(single / 1000).toFixed(2)} s`, target: '', reached: null },
    { what: 'batch (bound)', figure: `${batch.seconds.toFixed(2)} s (${batch.bound.toFixed(2)} s)`, target: '', reached: null },
    {
      what: 'guests that got through',
      figure: `${batch.done} + ${quirky.done}`,
      target: `${GUESTS} each`,
      reached: batch.done + quirky.done === 2 * GUESTS,
    },
    ...beside,
    ...wide,
  ]
}

/** The old system's own pace, 2 s a call at 20/s and 20 at once, with all times a quarter: a measure of minutes. */
export async function benchPace(): Promise<Row[]> {
  const photos = await drawPhotos(GUESTS)
  const at = { rate: 80, concurrency: 20 }
  const site = await startSite({ rate: at.rate, latencyMs: 500, script: { applyMs: 25, quirksOff: ['staleFailures'] } })
  const single = await oneByOne(site, photos, at)
  await site.close()
  return benchWide({ guests: GUESTS, ...at, target: 38, name: 'the old pace, all times a quarter' }, photos, single, {
    latencyMs: 500,
    applyMs: 25,
  })
}

async function benchWide(
  { guests, target, name, ...at }: (typeof wider)[number],
  photos: readonly Uint8Array[],
  single: number,
  pace: { latencyMs: number; applyMs: number } = { latencyMs, applyMs: 100 },
): Promise<Row[]> {
  const site = await startSite({
    rate: at.rate,
    latencyMs: pace.latencyMs,
    script: { applyMs: pace.applyMs, quirksOff: ['staleFailures'] },
  })
  const many = Array.from({ length: guests }, (_, i) => photos[i % photos.length] as Uint8Array)
  const { seconds, bound, calls, most, done } = await runBatch(site, many, at, pace.latencyMs)
  await site.close()
  const ratio = ((single / GUESTS) * guests) / (seconds * 1000)
  const setting = `${guests} guests, ${name}`
  return [
    { what: `batch against one by one (${setting})`, figure: times(ratio), target: `>= ${target}`, reached: ratio >= target },
    { what: `T / bound (${setting})`, figure: (seconds / bound).toFixed(3), target: '<= 1.05', reached: seconds / bound <= 1.05 },
    {
      what: `calls a guest, most in any second, through (${setting})`,
      figure: `${(calls / guests).toFixed(2)}, ${most} of ${at.rate}, ${done}`,
      target: `<= 1.1, ${at.rate}, ${guests}`,
      reached: calls / guests <= 1.1 && most <= at.rate && done === guests,
    },
  ]
}

async function runBatch(
  site: SiteProcess,
  photos: readonly Uint8Array[],
  at: { rate: number; concurrency: number } = limits,
  latency = latencyMs,
) {
  const guests = photos.length
  const desk = await openDesk(site, at)
  const { levels } = await desk.call('site.levels', {})
  const level = levels.find(found => found.name === 'Guests')
  if (!level) throw new Error('the site has no level Guests')
  // Levels and doors are looked up before: one guest at the desk teaches the console which doors the level has.
  const card = { family: 'First', given: 'Guest' }
  const { visitId } = await desk.call('guests.register', {
    card,
    levelId: level.id,
    window: { from: Date.now(), until: Date.now() + 3_600_000 },
  })
  while ((await desk.call('visits.get', { visitId })).state !== 'delivered') await new Promise(resolve => setTimeout(resolve, 50))
  const list = await desk.call('lists.read', { fileName: 'bench.csv', bytes: base64(inventList(guests)) })
  for (const [index, photo] of photos.entries()) {
    const { verdict } = await desk.call('lists.photo', { listId: list.listId, fileName: `D${index}.jpg`, bytes: base64(photo) })
    if (!verdict?.ok) throw new Error(`portrait ${index} was refused: ${verdict?.first}`)
  }
  const before = (await site.world()).calls.total
  const { batchId } = await desk.call('lists.send', { listId: list.listId, name: 'bench' })
  const batch = await desk.finished(batchId)
  // The batch's own word, as its result tells it: from its being queued to its last guest. The window hears of the end up to a quarter of a second later.
  const seconds = ((batch.finishedAt ?? Number.NaN) - batch.createdAt) / 1000
  const { calls, apply } = await site.world()
  const bound = boundSeconds({ admits: guests, ...at, latency: latency / 1000, apply: (apply.lastMs ?? 100) / 1000 })
  await desk.close()
  return { seconds, bound, calls: calls.total - before, most: calls.maxPerSecond, done: batch.done }
}
