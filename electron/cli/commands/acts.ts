import { basename } from 'node:path'
import type { BatchActKind } from '../../../shared/model/act.ts'
import { fold } from '../../../shared/model/guest.ts'
import { readDate } from '../../../shared/model/read-date.ts'
import { wallTime } from '../../../shared/model/time.ts'
import { UsageError } from '../arguments.ts'
import { type BatchResult, notWaited, resultOf, resultTable } from '../batch-result.ts'
import { readCodes } from '../code-list.ts'
import type { Command } from '../command.ts'
import { type Console, openConsole } from '../console.ts'
import { failedGuests } from '../failed-guests.ts'
import { table } from '../out.ts'
import { followBatch } from '../progress.ts'
import { failureText } from '../words.ts'
import { readNamed, refuseWords } from './register.ts'

const summaries: Readonly<Record<BatchActKind, string>> = {
  assign: 'puts guests on an access level, and has every door answer',
  revoke: 'takes guests off an access level, or off all of theirs',
  extend: 'gives visits another end, while they are active',
  reapply: 'pushes what the site has of the guests to the doors once more',
  checkout: "ends visits: access away, and out of the site's visitor module where guests are enrolled there",
  remove: 'takes guests off the site, after taking their access away',
}

async function levelIdOf(desk: Console, name: string | undefined): Promise<string | null> {
  if (name === undefined) return null
  const { levels } = await desk.call('site.levels', {})
  const level = levels.find(found => fold(found.name) === fold(name))
  if (!level) throw new UsageError(`the site has no access level ${name}; it has ${levels.map(l => l.name).join(', ')}`)
  return level.id
}

async function untilOf(desk: Console, text: string | undefined): Promise<number | null> {
  if (text === undefined) return null
  const { zone, now } = await desk.call('session.hello', {})
  const until = readDate(text, zone, 'end', () => wallTime(now, zone))
  if (until === null) throw new UsageError(`--until is not a date: ${text}`)
  return until
}

/** `foyer assign|revoke|extend|reapply|checkout|remove`: one thing done to a list of guests. */
export function actCommand(kind: BatchActKind): Command {
  const takesLevel = kind === 'assign' || kind === 'revoke'
  const own = `${takesLevel ? (kind === 'assign' ? ' --level NAME' : ' [--level NAME]') : ''}${kind === 'extend' ? ' --until T' : ''}`
  return {
    usage: `${kind} (--code C ... | --file F)${own} [--wait]`,
    summary: summaries[kind],
    options: {
      code: { type: 'string', multiple: true },
      file: { type: 'string' },
      wait: { type: 'boolean' },
      ...(takesLevel ? { level: { type: 'string' } } : {}),
      ...(kind === 'extend' ? { until: { type: 'string' } } : {}),
    },
    places: 0,
    async run({ words, environment, out, stopped }) {
      const file = words.path('file')
      const typed = words.texts('code')
      if ((file === undefined) === (typed.length === 0)) throw new UsageError('whom? give --code C, once or more, or --file F')
      if (kind === 'assign') words.must('level')
      if (kind === 'extend') words.must('until')
      const codes = file === undefined ? [...new Set(typed.map(code => code.trim()))] : readCodes(readNamed(file), file)
      const wait = words.flag('wait')
      const desk = await openConsole(words.profileDir, environment, wait)
      try {
        const levelId = takesLevel ? await levelIdOf(desk, words.text('level')) : null
        const until = kind === 'extend' ? await untilOf(desk, words.text('until')) : null
        const name = file === undefined ? '' : basename(file)
        const { batchId, actIds, problems } = await desk
          .call('acts.start', { kind, codes, levelId: levelId as never, until, asBatch: true, name })
          .catch(refuseWords)
        const unknown = problems.map(({ code, cause }) => ({ code, problem: failureText(cause) }))
        const result: BatchResult =
          batchId !== null && wait ? await resultOf(desk, await followBatch(desk, batchId, out, stopped)) : notWaited
        const failed = batchId === null ? [] : await failedGuests(desk, { id: batchId, kind })
        const all = [...unknown, ...failed.map(({ code, problem }) => ({ code, problem }))]
        const total = actIds.length + unknown.length
        const note = kind === 'checkout' ? await checkOutNote(desk) : null
        if (note) out.say(note)
        const head =
          batchId === null
            ? 'Nobody of these: there is no batch.'
            : wait
              ? resultTable(result)
              : `Batch ${batchId}: ${actIds.length} of ${total} guests.`
        out.answer(
          { batch: batchId, total, ...result, ...(note ? { note } : {}), problems: all },
          [head, ...(all.length > 0 ? [table(all.map(({ code, problem }) => [code, problem]))] : [])].join('\n'),
        )
        return all.length > 0 || result.failed > 0 || stopped.aborted ? 1 : 0
      } finally {
        await desk.close()
      }
    },
  }
}

/** Where a site enrols guests as persons there is no visit in its books that could be ended: said, not passed over. */
async function checkOutNote(desk: Console): Promise<string | null> {
  const { connection } = await desk.call('connection.get', {})
  const asVisitors = 'enrol' in connection && connection.enrol === 'visitors'
  return asVisitors
    ? null
    : 'This site enrols guests as persons: the visit ends with the access; its visitor module has none to end.'
}
