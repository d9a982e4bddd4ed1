import { base64, inventList, openDesk } from '../support/desk-app.ts'
import { devicesSite } from '../support/devices.ts'
import { startSite } from '../support/site.ts'
import { drawPhotos } from './photos.ts'
import type { Row } from './table.ts'

const GUESTS = 50
const TERMINALS = 4
/** What a write takes there, and the pause after it (protocol B6: clients leave 300 to 500 ms; a third here, to be done sooner). */
const latencyMs = 60
const spacingMs = 100

/**
 * 50 guests with photos on four terminals side by side, against the least that one terminal can take for them: two writes a guest, one at a time, a pause after each, and
 * one look at the end.
 */
export async function benchDevices(): Promise<Row[]> {
  const photos = await drawPhotos(GUESTS)
  const isapi = Array.from({ length: TERMINALS }, () => ({ model: 'DS-K1T342MWX' }))
  const site = await startSite({ latencyMs, walkers: false, isapi })
  const desk = await openDesk(null, { app: { embedded: devicesSite(site.devices, { spacingMs }) } })
  try {
    await desk.call('site.levels', {})
    const list = await desk.call('lists.read', { fileName: 'bench.csv', bytes: base64(inventList(GUESTS)) })
    for (const [index, photo] of photos.entries()) {
      const { verdict } = await desk.call('lists.photo', { listId: list.listId, fileName: `D${index}.jpg`, bytes: base64(photo) })
      if (!verdict?.ok) throw new Error(`portrait ${index} was refused: ${verdict?.first}`)
    }
    const before = (await site.world()).devices.map(({ calls }) => calls.total)
    const began = performance.now()
    const { batchId } = await desk.call('lists.send', { listId: list.listId, name: 'bench' })
    const batch = await desk.finished(batchId)
    const ms = performance.now() - began
    const { devices } = await site.world()
    const bound = 2 * GUESTS * (latencyMs + spacingMs) - spacingMs + latencyMs
    const calls = devices.map(({ calls: { total } }, i) => (total - (before[i] ?? 0)) / GUESTS)
    const most = Math.max(...calls)
    const atOnce = Math.max(...devices.map(device => device.calls.maxConcurrent))
    const through = devices.map(device => device.users.filter(user => user.hasFace && user.rights.includes(1)).length)
    const setting = `${GUESTS} guests, ${TERMINALS} terminals, ${latencyMs} ms, ${spacingMs} ms between writes`
    return [
      {
        what: `devices: T / the bound of one terminal (${setting})`,
        figure: (ms / bound).toFixed(3),
        target: '<= 1.1',
        reached: ms / bound <= 1.1,
      },
      {
        what: 'devices: T (bound)',
        figure: `${(ms / 1000).toFixed(2)} s (${(bound / 1000).toFixed(2)} s)`,
        target: '',
        reached: null,
      },
      { what: 'devices: calls a guest and terminal, the most', figure: most.toFixed(2), target: '<= 2.1', reached: most <= 2.1 },
      { what: 'devices: calls at once at one of them, the most', figure: String(atOnce), target: '<= 2', reached: atOnce <= 2 },
      {
        what: 'devices: guests that got through, at each',
        figure: `${batch.done}; ${through.join(', ')}`,
        target: `${GUESTS}`,
        reached: batch.done === GUESTS && through.every(count => count === GUESTS),
      },
    ]
  } finally {
    await desk.close()
    await site.close()
  }
}
