import type { Command } from '../command.ts'
import { openConsole } from '../console.ts'
import { table } from '../out.ts'
import { feedText, stamp } from '../passage-lines.ts'

export const inside: Command = {
  usage: 'inside',
  summary: 'says who is inside, at the door where each was last seen, as far as passages have been read',
  options: {},
  places: 0,
  async run({ words, environment, out }) {
    const desk = await openConsole(words.profileDir, environment, false)
    try {
      const { zone } = await desk.call('session.hello', {})
      const { feed, inside, expected, overstaying, deniedToday } = await desk.call('passages.feed', {})
      const { asOf, blindSince, zones } = await desk.call('muster.get', {})
      const people = zones.flatMap(({ zone: door, people }) => people.map(one => ({ ...one, door })))
      out.say(feedText(feed, zone))
      const figures = `${inside} inside, ${expected} expected, ${overstaying} overstaying, ${deniedToday} denied today`
      const rows = people.map(one => [one.name, one.company, one.door, stamp(one.at, zone), one.unsure ? 'perhaps gone' : ''])
      out.answer(
        { asOf, blindSince, inside, expected, overstaying, deniedToday, people },
        rows.length > 0 ? `${figures}\n${table(rows)}` : figures,
      )
      return 0
    } finally {
      await desk.close()
    }
  },
}
