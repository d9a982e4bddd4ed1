import { DoorId } from '../../../shared/model/ids.ts'
import type { Command } from '../command.ts'
import { openConsole } from '../console.ts'
import { table } from '../out.ts'

export const doors: Command = {
  usage: 'doors [--open ID]',
  summary: 'lists the doors of the site; --open opens one once, now',
  options: { open: { type: 'string' } },
  places: 0,
  async run({ words, environment, out }) {
    const desk = await openConsole(words.profileDir, environment, false)
    try {
      const open = words.text('open')
      if (open !== undefined) {
        await desk.call('doors.open', { doorId: DoorId.parse(open) })
        out.answer({ opened: open }, `Opened ${open}.`)
        return 0
      }
      const found = (await desk.call('site.doors', {})).doors.map(({ id, name }) => ({ id, name }))
      out.answer(found, table(found.map(({ id, name }) => [id, name])))
      return 0
    } finally {
      await desk.close()
    }
  },
}
