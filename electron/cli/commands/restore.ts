import { openWayBack } from '../../app/way-back.ts'
import { systemClock } from '../../base/clock.ts'
import type { Command } from '../command.ts'
import { table } from '../out.ts'
import { failureText } from '../words.ts'

const when = (at: number) => new Date(at).toISOString()

export const restore: Command = {
  usage: 'restore [--list]',
  summary: 'puts the newest whole backup in the place of the database, which is set aside; --list only shows the backups',
  options: { list: { type: 'boolean' } },
  places: 0,
  async run({ words, environment, out }) {
    const way = openWayBack(words.profileDir, environment)
    if (words.flag('list')) {
      const lines = way.backups.map(({ file, at, bytes }) => [when(at), `${bytes} bytes`, file])
      out.answer(
        way.backups.map(({ file, at, bytes }) => ({ file, at: when(at), bytes })),
        lines.length > 0 ? table(lines) : 'No backups yet.',
      )
      return 0
    }
    const done = way.restore(systemClock.now())
    if (typeof done === 'string') throw new Error(failureText({ kind: 'conflict', cause: done }))
    out.answer(
      { restored: done.backup.file, at: when(done.backup.at), aside: done.aside },
      `The database is that of ${when(done.backup.at)} again.${done.aside ? ` The one before lies in ${done.aside}.` : ''}`,
    )
    return 0
  },
}
