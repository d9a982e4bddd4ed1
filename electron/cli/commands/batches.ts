import type { Command } from '../command.ts'
import { openConsole } from '../console.ts'
import { table } from '../out.ts'

export const batches: Command = {
  usage: 'batches',
  summary: 'lists the batches of the profile, the newest first',
  options: {},
  places: 0,
  async run({ words, environment, out }) {
    const desk = await openConsole(words.profileDir, environment, false)
    try {
      const found = (await desk.call('batches.list', {})).map(({ id, name, state, total, done, failed, left }) => ({
        batch: id,
        name,
        state,
        total,
        done,
        failed,
        left,
      }))
      const rows = found.map(b => [
        String(b.batch),
        b.name,
        b.state,
        `${b.done} of ${b.total}`,
        `${b.failed} failed`,
        `${b.left} left`,
      ])
      out.answer(found, rows.length > 0 ? table(rows) : 'No batches yet. foyer import FILE makes one.')
      return 0
    } finally {
      await desk.close()
    }
  },
}
