import { drawPhotos } from '../bench/photos.ts'
import { base64, inventList, openDesk } from '../support/desk-app.ts'
import { startSite } from '../support/site.ts'

// Photos on demand (mission row 16): what a thousand queued guests with photos cost in memory, in a process of its own: `node --expose-gc queued.ts GUESTS`.

const guests = Number(process.argv[2] ?? 1000)
const photos = (await drawPhotos(10)).map(base64)
// Two calls a second: nearly all of them wait, and some are under way.
const site = await startSite({ rate: 2, latencyMs: 500, walkers: false })
const desk = await openDesk(site, { rate: 2, concurrency: 4 })
await desk.call('site.levels', {})

function memory() {
  for (let i = 0; i < 3; i++) globalThis.gc?.()
  const { heapUsed, external, rss } = process.memoryUsage()
  return { held: heapUsed + external, rss }
}

// One list of the same size first, and dropped: what is compiled and opened once is no part of it.
async function read(): Promise<string> {
  const list = await desk.call('lists.read', { fileName: 'queued.csv', bytes: base64(inventList(guests)) })
  for (let i = 0; i < guests; i++)
    await desk.call('lists.photo', { listId: list.listId, fileName: `D${i}.jpg`, bytes: photos[i % photos.length]! })
  return list.listId
}
await read().then(listId => desk.call('lists.drop', { listId }))
const idle = memory()
const listId = await read()
await desk.call('lists.send', { listId, name: 'queued' }).finally(() => desk.call('lists.drop', { listId }))
const queued = memory()
const { ready, leased } = desk.app.table.counts()
process.stdout.write(
  `${JSON.stringify({ guests, queued: ready + leased, held: queued.held - idle.held, rss: queued.rss - idle.rss })}\n`,
)
await desk.close()
await site.close()
