import { fullName } from '../../../shared/model/guest.ts'
import type { VisitView } from '../../../shared/model/visit.ts'
import type { Command } from '../command.ts'
import { openConsole } from '../console.ts'
import { table } from '../out.ts'
import { failureText } from '../words.ts'
import { doorLines, doorsOf } from './register.ts'

const visitLines = (visit: VisitView) => [
  `${fullName(visit)}  ${visit.code}  ${visit.state}${visit.cause ? `: ${failureText(visit.cause)}` : ''}`,
  ...doorLines(visit),
]

export const status: Command = {
  usage: 'status [GUEST]',
  summary: 'says how the queue stands, or the last visit of the guests whose code, name or document begins with GUEST',
  options: {},
  places: 1,
  async run({ words, environment, out }) {
    const desk = await openConsole(words.profileDir, environment, false)
    try {
      const [guest] = words.words
      if (guest === undefined) {
        const { queue, site, alarms } = await desk.call('status.get', {})
        const name = site.kind === 'embedded' ? 'the embedded site' : site.name
        const held = site.failure ?? desk.app.table.heldBy()
        const rows = [
          ['site', name],
          ['jobs left', String(queue.queued)],
          ['oldest', queue.oldestAt === null ? 'none' : new Date(queue.oldestAt).toISOString()],
          ...(held ? [['held', failureText(held)]] : []),
          ...(alarms > 0 ? [['alarms', `visits that are over while the doors still open: ${alarms}`]] : []),
        ]
        const { kind } = site
        const document = { site: { kind, name: site.name }, queued: queue.queued, oldestAt: queue.oldestAt, alarms }
        out.answer({ ...document, held: held && failureText(held) }, table(rows))
        return 0
      }
      const visits = await desk.call('visits.find', { text: guest, limit: 20 })
      const told = visits.map(visit => ({ code: visit.code, state: visit.state, doors: doorsOf(visit) }))
      out.answer(told, visits.length > 0 ? visits.flatMap(visitLines).join('\n') : 'Nobody found.')
      return visits.length > 0 ? 0 : 1
    } finally {
      await desk.close()
    }
  },
}
