import { DoorId, LevelId } from '../../../shared/model/ids.ts'
import { UsageError } from '../arguments.ts'
import type { Command } from '../command.ts'
import { openConsole } from '../console.ts'
import { table } from '../out.ts'

export const levels: Command = {
  usage: 'levels [--set NAME [--door ID]... | --drop NAME]',
  summary:
    'lists the access levels of the site; on devices alone --set makes or changes one (without --door: every door), --drop ends one',
  options: { set: { type: 'string' }, door: { type: 'string', multiple: true }, drop: { type: 'string' } },
  places: 0,
  async run({ words, environment, out }) {
    const desk = await openConsole(words.profileDir, environment, false)
    try {
      const [set, drop] = [words.text('set'), words.text('drop')]
      if (set !== undefined && drop !== undefined) throw new UsageError('--set or --drop, not both')
      if (set !== undefined || drop !== undefined) {
        const known = (await desk.call('devices.list', {})).levels
        const rest = known.filter(({ name }) => name !== (set ?? drop))
        if (drop !== undefined && rest.length === known.length) throw new UsageError(`--drop: there is no level ${drop}`)
        const doors = words.texts('door')
        const there = doors.length > 0 ? (await desk.call('site.doors', {})).doors.map(({ id }) => String(id)) : []
        const unknown = doors.find(id => !there.includes(id))
        if (unknown !== undefined) throw new UsageError(`--door: there is no door ${unknown}; \`foyer doors\` lists them`)
        const made =
          set === undefined
            ? []
            : [
                {
                  id: known.find(({ name }) => name === set)?.id ?? LevelId.parse(nextId(known.map(({ id }) => id))),
                  name: set,
                  doors: doors.length > 0 ? doors.map(id => DoorId.parse(id)) : null,
                },
              ]
        await desk.call('devices.levels', { levels: [...rest, ...made] })
      }
      const found = (await desk.call('site.levels', {})).levels.map(({ id, name }) => ({ id, name }))
      out.answer(found, table(found.map(({ id, name }) => [id, name])))
      return 0
    } finally {
      await desk.close()
    }
  },
}

/** The first of level-1, level-2, ... that is free. */
function nextId(taken: readonly string[]): string {
  for (let n = 1; ; n++) if (!taken.includes(`level-${n}`)) return `level-${n}`
}
