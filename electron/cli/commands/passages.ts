import type { PassageView } from '../../../shared/model/passage.ts'
import { readDate } from '../../../shared/model/read-date.ts'
import { wallTime } from '../../../shared/model/time.ts'
import { systemClock } from '../../base/clock.ts'
import { UsageError } from '../arguments.ts'
import type { Command, CommandContext } from '../command.ts'
import { type Console, openConsole } from '../console.ts'
import { table } from '../out.ts'
import { feedText, passageCells } from '../passage-lines.ts'

/** Whoever asks for a span waits so long for the site to tell it, in milliseconds. */
const PATIENCE_MS = 120_000
/** A site that cannot be asked for what was has so long to show that it can. */
const ABLE_MS = 5000

async function instantOf(desk: Console, name: string, text: string | undefined): Promise<number | null> {
  if (text === undefined) return null
  const { zone, now } = await desk.call('session.hello', {})
  const at = readDate(text, zone, name === 'from' ? 'start' : 'end', () => wallTime(now, zone))
  if (at === null) throw new UsageError(`--${name} is not a date: ${text}`)
  return at
}

/** Every passage as it is stored, until somebody stops it: one JSON document a line with --json. */
async function follow(desk: Console, { out, stopped }: CommandContext): Promise<0 | 1> {
  const { zone } = await desk.call('session.hello', {})
  let last = (await desk.call('passages.readFrom', { at: null })).newest
  let told = ''
  await desk.until(async () => {
    const { feed } = await desk.call('passages.feed', {})
    const line = feedText(feed, zone)
    if (line !== told && feed.state === 'catching-up') out.progress(line)
    else if (line !== told) out.say(line)
    told = line
    for (;;) {
      const { passages, more } = await desk.call('passages.page', { after: last, limit: 200 })
      for (const one of passages) out.answer(one, passageCells(one, zone).join('  '))
      last = passages.at(-1)?.id ?? last
      if (!more) break
    }
    return stopped.aborted
  })
  return 0
}

/** Has the site tell what is not here yet, where somebody reads it and it can be asked. */
async function fetch(desk: Console, from: number, { out, stopped }: CommandContext): Promise<void> {
  const began = systemClock.monotonic()
  const { zone } = await desk.call('session.hello', {})
  await desk.until(async () => {
    const { since } = await desk.call('passages.readFrom', { at: from })
    const { feed } = await desk.call('passages.feed', {})
    const waited = systemClock.monotonic() - began
    const isSteady = feed.state === 'polling' || feed.state === 'live'
    out.progress(feedText(feed, zone))
    if (stopped.aborted || waited > PATIENCE_MS) return true
    if (since !== null && since <= from) return isSteady || feed.state === 'offline'
    return (isSteady || feed.state === 'off' || feed.state === 'offline') && waited > ABLE_MS
  })
  out.settle()
  const { since } = await desk.call('passages.readFrom', { at: null })
  if (since === null) out.say('No passages have been read for this profile yet.')
  else if (since > from) out.say('The site could not be asked for the whole of this time.')
}

async function span(desk: Console, from: number | null, until: number | null): Promise<PassageView[]> {
  const found: PassageView[] = []
  for (let before: number | null = null; ; ) {
    const page: { passages: PassageView[]; more: boolean } = await desk.call('passages.page', {
      filter: { from, until },
      before,
      limit: 200,
    })
    found.push(...page.passages)
    before = page.passages.at(-1)?.id ?? null
    if (!page.more) return found.reverse()
  }
}

export const passages: Command = {
  usage: 'passages (--follow | --from T [--until T])',
  summary: 'prints who passes which door as it happens, one line each, or who did in a span of time',
  options: { follow: { type: 'boolean' }, from: { type: 'string' }, until: { type: 'string' } },
  places: 0,
  async run(context) {
    const { words, environment, out } = context
    const isFollowed = words.flag('follow')
    if (isFollowed === (words.text('from') !== undefined || words.text('until') !== undefined))
      throw new UsageError('either --follow, or --from T and --until T')
    const desk = await openConsole(words.profileDir, environment, true, true)
    try {
      if (isFollowed) return await follow(desk, context)
      const from = await instantOf(desk, 'from', words.text('from'))
      const until = await instantOf(desk, 'until', words.text('until'))
      if (from !== null) await fetch(desk, from, context)
      const found = await span(desk, from, until)
      const { zone } = await desk.call('session.hello', {})
      out.answer(found, found.length > 0 ? table(found.map(one => passageCells(one, zone))) : 'No passages.')
      return 0
    } finally {
      await desk.close()
    }
  },
}
