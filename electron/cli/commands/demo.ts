import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { resultOf, resultTable } from '../batch-result.ts'
import type { Command } from '../command.ts'
import { openConsole } from '../console.ts'
import { demoList } from '../demo-list.ts'
import { followBatch } from '../progress.ts'

const GUESTS = 50

export const demo: Command = {
  usage: 'demo',
  summary: 'registers 50 invented guests with drawn portraits on the embedded site, and says how long it took',
  options: {},
  places: 0,
  async run({ environment, out, stopped }) {
    const profileDir = mkdtempSync(join(tmpdir(), 'foyer-demo-'))
    const desk = await openConsole(profileDir, environment, true)
    try {
      const { drawPhoto } = await import('../../photo/draw-photo.ts')
      await desk.call('site.levels', {})
      const { csv, documents } = demoList(GUESTS)
      const list = await desk.call('lists.read', { fileName: 'demo.csv', bytes: Buffer.from(csv).toString('base64') })
      out.say(`${GUESTS} guests from a list; their portraits are drawn, checked and made ready for the devices.`)
      for (const [index, document] of documents.entries()) {
        if (stopped.aborted) return 1
        const portrait = await drawPhoto(index + 1)
        const { verdict } = await desk.call('lists.photo', {
          listId: list.listId,
          fileName: `${document}.jpg`,
          bytes: portrait.toString('base64'),
        })
        if (!verdict?.ok) out.say(`The portrait of row ${index + 2} was refused: ${verdict?.first ?? 'no row'}.`)
        out.progress(`portrait ${index + 1} of ${GUESTS}`)
      }
      out.settle()
      const { batchId } = await desk.call('lists.send', { listId: list.listId, name: 'Demo' })
      const batch = await followBatch(desk, batchId, out, stopped)
      const result = await resultOf(desk, batch)
      out.answer(result, resultTable(result))
      return batch.done === GUESTS ? 0 : 1
    } finally {
      await desk.close()
      rmSync(profileDir, { recursive: true, force: true })
    }
  },
}
