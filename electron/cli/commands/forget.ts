import type { ForgetView } from '../../../shared/contract/passage-calls.ts'
import { systemClock } from '../../base/clock.ts'
import { UsageError } from '../arguments.ts'
import { readCodes } from '../code-list.ts'
import type { Command, CommandContext } from '../command.ts'
import { type Console, openConsole } from '../console.ts'
import { forgetText } from '../forget-lines.ts'
import { table } from '../out.ts'
import { failureText } from '../words.ts'
import { readNamed } from './register.ts'

/** Devices that are away are asked again so often, in milliseconds. */
const ASK_EVERY_MS = 15_000

type Forgotten = { code: string; view: ForgetView }

/** Begins; `null` where nobody has the code. */
async function begin(desk: Console, code: string): Promise<Forgotten | null> {
  const found = (await desk.call('visits.find', { text: code, limit: 1 })).find(visit => visit.code === code)
  return found ? { code, view: await desk.call('guests.forget', { guestId: found.guestId, undoable: false }) } : null
}

const isOpen = ({ view }: Forgotten) => view.state === 'waiting' || view.state === 'removing'
const isHeld = (one: Forgotten) => isOpen(one) && one.view.cause !== null

/** The devices spoken to directly that do not answer now, by name. */
async function awayNow(desk: Console): Promise<string[]> {
  const { devices } = await desk.call('devices.list', { ask: true })
  return devices.filter(device => device.status !== null && device.status.state !== 'online').map(device => device.name)
}

/** Looks on until all of it is done or a person must act; says by name whom it waits for. */
async function follow(desk: Console, all: Forgotten[], { out, stopped }: CommandContext): Promise<string[]> {
  let away: string[] = []
  let askedAt = Number.NEGATIVE_INFINITY
  await desk.until(async () => {
    for (const one of all) if (isOpen(one)) one.view = await desk.call('forgets.get', { id: one.view.id })
    if (all.some(isHeld) && systemClock.monotonic() - askedAt > ASK_EVERY_MS) {
      away = await awayNow(desk)
      askedAt = systemClock.monotonic()
    }
    const done = all.filter(one => !isOpen(one)).length
    const held = all.find(isHeld)
    out.progress(`${done} of ${all.length}${held ? `; ${held.code}: ${forgetText(held.view, away)}` : ''}`)
    return stopped.aborted || done === all.length
  })
  out.settle()
  return all.some(isHeld) ? away : []
}

export const forget: Command = {
  usage: 'forget (--code C ... | --file F) [--wait]',
  summary: 'takes guests off the site, then deletes here all that says who they were; with --wait tells what was deleted where',
  options: { code: { type: 'string', multiple: true }, file: { type: 'string' }, wait: { type: 'boolean' } },
  places: 0,
  async run(context) {
    const { words, environment, out } = context
    const file = words.path('file')
    const typed = words.texts('code')
    if ((file === undefined) === (typed.length === 0)) throw new UsageError('whom? give --code C, once or more, or --file F')
    const codes = file === undefined ? [...new Set(typed)] : readCodes(readNamed(file), file)
    const wait = words.flag('wait')
    const desk = await openConsole(words.profileDir, environment, wait)
    try {
      const all: Forgotten[] = []
      const unknown: string[] = []
      for (const code of codes) {
        const begun = await begin(desk, code)
        if (begun) all.push(begun)
        else unknown.push(code)
      }
      const away = wait ? await follow(desk, all, context) : []
      const problems = unknown.map(code => ({ code, problem: failureText({ kind: 'not-found', cause: 'no-guest' }) }))
      const forgotten = all.filter(one => one.view.state === 'done').length
      const failed = all.filter(one => one.view.state === 'failed').length
      const left = all.length - forgotten - failed
      const guests = all.map(({ code, view: { state, cause, deleted } }) => ({ code, state, cause, deleted }))
      const lines = [
        ...all.map(({ code, view }) => [code, forgetText(view, away)]),
        ...problems.map(({ code, problem }) => [code, problem]),
      ]
      out.answer({ total: codes.length, forgotten, failed, left, away, guests, problems }, table(lines))
      return failed > 0 || problems.length > 0 || (wait && left > 0) ? 1 : 0
    } finally {
      await desk.close()
    }
  },
}
