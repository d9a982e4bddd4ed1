import type { RepairView } from '../../../shared/model/repair.ts'
import { UsageError } from '../arguments.ts'
import type { Command } from '../command.ts'
import { type Console, openConsole } from '../console.ts'
import type { Out } from '../out.ts'
import { table } from '../out.ts'
import { failureText } from '../words.ts'

/** What a look can and cannot see, said and not passed over. */
const sights: Readonly<Record<NonNullable<RepairView['sight']>, string>> = {
  devices: 'Each device was asked what it holds.',
  faces: 'Faces were compared with the terminals. Of the rest the server tells what it believes: it was applied once more.',
  server: 'The server tells what it believes, not what a door has lost: everybody was applied once more.',
}

const lookLine = ({ guests, total, found, mended }: RepairView) =>
  `${guests} of ${Math.max(total, guests)} looked at, ${found} lacking, ${mended} given back`

/** Follows a repair to its end, or until somebody asks to stop. */
async function follow(desk: Console, id: number, out: Out, stopped: AbortSignal): Promise<RepairView> {
  let found: RepairView | null = null
  await desk.until(async () => {
    found = (await desk.call('repair.get', {})).last
    if (found) out.progress(lookLine(found))
    return stopped.aborted || found === null || found.id !== id || found.endedAt !== null
  })
  out.settle()
  if (!found) throw new Error('the repair is gone')
  return found
}

function textOf(view: RepairView): string {
  const { failed, unsaid, doors, sight, failure } = view
  const lines = [
    view.lookedAt === null ? `Repair ${view.id}: ${lookLine(view)}.` : `${lookLine(view)}, ${failed} failed.`,
    ...(unsaid > 0 ? [`Of ${unsaid} nothing can be said: a door, or the site, did not say.`] : []),
    ...(sight ? [sights[sight]] : []),
    ...(failure ? [`Given up: ${failureText(failure)}.`] : []),
  ]
  const rows = doors.map(door => [door.id, door.name, `${door.lacking} lacking`, `${door.mended} given back`])
  return [...lines, ...(rows.length > 0 ? [table(rows)] : [])].join('\n')
}

function hourOf(text: string): number | null {
  if (text === 'never') return null
  const hour = Number(text)
  if (!/^\d{1,2}$/.test(text) || hour > 23) throw new UsageError(`--hour is 0 to 23, or never: ${text}`)
  return hour
}

/** `foyer repair`: what doors have lost of the guests with access now or later. */
export const repair: Command = {
  usage: 'repair [--wait] | repair --last | repair --hour H|never',
  summary: 'gives back what doors have lost of guests with access; --hour sets when it is done each night by itself',
  options: { wait: { type: 'boolean' }, last: { type: 'boolean' }, hour: { type: 'string' } },
  places: 0,
  async run({ words, environment, out, stopped }) {
    const hour = words.text('hour')
    const wanted = hour === undefined ? undefined : hourOf(hour)
    const wait = words.flag('wait')
    const desk = await openConsole(words.profileDir, environment, wait)
    try {
      if (wanted !== undefined) {
        const { repairHour } = await desk.call('policies.set', { repairHour: wanted })
        out.answer({ hour: repairHour }, repairHour === null ? 'Not by itself any more.' : `Each night at ${repairHour}:00.`)
        return 0
      }
      if (words.flag('last')) {
        const { last } = await desk.call('repair.get', {})
        out.answer({ last }, last ? textOf(last) : 'There was none here yet.')
        return last && last.failed > 0 ? 1 : 0
      }
      const begun = await desk.call('repair.start', {})
      const view = wait ? await follow(desk, begun.id, out, stopped) : begun
      out.answer(view, textOf(view))
      return view.failed > 0 || view.failure !== null || stopped.aborted ? 1 : 0
    } finally {
      await desk.close()
    }
  },
}
