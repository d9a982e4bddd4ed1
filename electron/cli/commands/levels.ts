import type { Command } from '../command.ts'
import { openConsole } from '../console.ts'
import { table } from '../out.ts'

export const levels: Command = {
  usage: 'levels',
  summary: 'lists the access levels of the site',
  options: {},
  places: 0,
  async run({ words, environment, out }) {
    const desk = await openConsole(words.profileDir, environment, false)
    try {
      const found = (await desk.call('site.levels', {})).levels.map(({ id, name }) => ({ id, name }))
      out.answer(found, table(found.map(({ id, name }) => [id, name])))
      return 0
    } finally {
      await desk.close()
    }
  },
}
