import { writeFileSync } from 'node:fs'
import { toCsv } from '../../../shared/model/csv.ts'
import type { Command } from '../command.ts'
import { openConsole } from '../console.ts'
import { stamp } from '../passage-lines.ts'

export const muster: Command = {
  usage: 'muster --csv FILE',
  summary: 'writes the muster list: who is inside, by the door where each was last seen; also while the site is away',
  options: { csv: { type: 'string' } },
  places: 0,
  async run({ words, environment, out }) {
    words.must('csv')
    const file = words.path('csv') ?? ''
    const desk = await openConsole(words.profileDir, environment, false)
    try {
      const { zone } = await desk.call('session.hello', {})
      const { asOf, blindSince, zones } = await desk.call('muster.get', {})
      const rows = zones.flatMap(({ zone: door, people }) =>
        people.map(one => [
          door,
          one.name,
          one.company,
          one.host,
          one.phone,
          stamp(one.at, zone),
          one.unsure ? 'perhaps gone' : '',
        ]),
      )
      const heads = ['Last seen at', 'Name', 'Company', 'Host', 'Phone', 'Time', 'Note']
      // Names of everybody in the building: for whoever asked, not for all who share the machine.
      writeFileSync(file, toCsv(heads, rows), { mode: 0o600 })
      if (blindSince !== null)
        out.say(
          blindSince === 0
            ? 'No passages have been read for this profile yet.'
            : `The doors were last heard ${stamp(blindSince, zone)}: people may have left since.`,
        )
      out.answer({ file, people: rows.length, asOf, blindSince }, `${rows.length} people in ${file}`)
      return 0
    } finally {
      await desk.close()
    }
  },
}
