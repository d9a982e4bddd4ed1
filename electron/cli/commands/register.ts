import { readFileSync } from 'node:fs'
import { fold, GuestCard } from '../../../shared/model/guest.ts'
import { readDate } from '../../../shared/model/read-date.ts'
import { wallTime } from '../../../shared/model/time.ts'
import type { VisitView } from '../../../shared/model/visit.ts'
import { restingStates } from '../../../shared/model/visit.ts'
import { UnreadableFile, UsageError } from '../arguments.ts'
import type { Command } from '../command.ts'
import { CallRefused, type Console, openConsole } from '../console.ts'
import { failureText, photoCauses, standstill } from '../words.ts'

/** Doors as scripts read them: the cause in words, null where there is none. */
export function doorsOf(visit: VisitView): { name: string; state: string; cause: string | null }[] {
  return visit.doors.map(({ name, state, cause }) => ({ name, state, cause: cause && failureText(cause) }))
}

export const doorLines = (visit: VisitView): string[] =>
  doorsOf(visit).map(({ name, state, cause }) => `  ${name}  ${state}${cause ? `: ${cause}` : ''}`)

/** Reads a file that the command names. Throws `UnreadableFile`. */
export function readNamed(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    throw new UnreadableFile(`${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`)
  }
}

/** What the console finds wrong with what was asked was typed wrongly, like a date that is none. */
export function refuseWords(error: unknown): never {
  const failure = error instanceof CallRefused && error.failure
  throw failure && failure.kind === 'invalid' ? new UsageError(failureText(failure)) : error
}

async function preparePhoto(desk: Console, file: string | undefined): Promise<string | null> {
  if (file === undefined) return null
  const { verdict, photo } = await desk.call('photo.prepare', { bytes: readNamed(file).toString('base64') })
  if (photo) return photo
  throw new Error(`the photo is refused, and nobody was registered: ${verdict.first ? photoCauses[verdict.first] : 'unusable'}`)
}

export const register: Command = {
  usage: 'register --family F --given G [--patronymic P] --level NAME --from T --until T [--photo FILE] [--wait]',
  summary: 'registers one guest; with --wait says what every door answered',
  options: {
    family: { type: 'string' },
    given: { type: 'string' },
    patronymic: { type: 'string' },
    company: { type: 'string' },
    document: { type: 'string' },
    level: { type: 'string' },
    from: { type: 'string' },
    until: { type: 'string' },
    photo: { type: 'string' },
    wait: { type: 'boolean' },
  },
  places: 0,
  async run({ words, environment, out, stopped }) {
    const card = GuestCard.safeParse({
      family: words.must('family'),
      given: words.must('given'),
      patronymic: words.text('patronymic'),
      company: words.text('company'),
      document: words.text('document'),
    })
    if (!card.success) throw new UsageError(`--${String(card.error.issues[0]?.path[0])}: ${card.error.issues[0]?.message}`)
    const [levelName, fromText, untilText] = [words.must('level'), words.must('from'), words.must('until')]
    const photoFile = words.path('photo')
    if (photoFile) readNamed(photoFile)
    const desk = await openConsole(words.profileDir, environment, words.flag('wait'))
    try {
      const { zone, now } = await desk.call('session.hello', {})
      const from = readDate(fromText, zone, 'start', () => wallTime(now, zone))
      if (from === null) throw new UsageError(`--from is not a date: ${fromText}`)
      const until = readDate(untilText, zone, 'end', () => wallTime(from, zone))
      if (until === null) throw new UsageError(`--until is not a date: ${untilText}`)
      const { levels } = await desk.call('site.levels', {})
      const level = levels.find(found => fold(found.name) === fold(levelName))
      if (!level) throw new UsageError(`the site has no access level ${levelName}; it has ${levels.map(l => l.name).join(', ')}`)
      const photo = await preparePhoto(desk, photoFile)
      const { visitId } = await desk
        .call('guests.register', { card: card.data, levelId: level.id, window: { from, until }, photo })
        .catch(refuseWords)
      let visit = await desk.call('visits.get', { visitId })
      if (words.flag('wait')) {
        await desk.until(async () => {
          visit = await desk.call('visits.get', { visitId })
          const why = standstill(await desk.call('status.get', {}))
          out.progress(why ?? visit.state)
          return stopped.aborted || restingStates.includes(visit.state)
        })
      }
      const { code, state } = visit
      const cause = visit.cause ? `: ${failureText(visit.cause)}` : ''
      const lines = [`${code}  ${state}${cause}`, ...doorLines(visit)]
      out.answer({ code, state, doors: doorsOf(visit) }, lines.join('\n'))
      return state === 'failed' || state === 'partly' || stopped.aborted ? 1 : 0
    } finally {
      await desk.close()
    }
  },
}
