import { writeFileSync } from 'node:fs'
import { toCsv } from '../../../shared/model/csv.ts'
import { UsageError } from '../arguments.ts'
import type { Command } from '../command.ts'
import { openConsole } from '../console.ts'
import { stamp } from '../passage-lines.ts'

export const muster: Command = {
  usage: 'muster (--csv FILE | --pdf FILE)',
  summary: 'writes the muster list: who is inside, by the door where each was last seen; also while the site is away',
  options: { csv: { type: 'string' }, pdf: { type: 'string' } },
  places: 0,
  async run({ words, environment, out }) {
    const [csv, pdf] = [words.path('csv'), words.path('pdf')]
    if (!csv && !pdf) throw new UsageError('--csv or --pdf is missing')
    const desk = await openConsole(words.profileDir, environment, false)
    try {
      const { zone } = await desk.call('session.hello', {})
      const list = await desk.call('muster.get', {})
      const { asOf, blindSince, zones } = list
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
      if (csv) writeFileSync(csv, toCsv(heads, rows), { mode: 0o600 })
      if (pdf) writeFileSync(pdf, await (await import('../muster-pdf.ts')).musterPdf(list, zone), { mode: 0o600 })
      const files = [csv, pdf].filter(file => file !== undefined)
      if (blindSince !== null)
        out.say(
          blindSince === 0
            ? 'No passages have been read for this profile yet.'
            : `The doors were last heard ${stamp(blindSince, zone)}: people may have left since.`,
        )
      out.answer(
        { file: files[0], files, people: rows.length, asOf, blindSince },
        `${rows.length} people in ${files.join(' and ')}`,
      )
      return 0
    } finally {
      await desk.close()
    }
  },
}
