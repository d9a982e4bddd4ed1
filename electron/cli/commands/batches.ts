import type { BatchView } from '../../../shared/model/batch.ts'
import { type Arguments, UsageError } from '../arguments.ts'
import { resultOf, resultTable } from '../batch-result.ts'
import type { Command } from '../command.ts'
import { type Console, openConsole } from '../console.ts'
import { failedGuests, failedVisits } from '../failed-guests.ts'
import { type Out, table } from '../out.ts'

const WAYS = ['pause', 'resume', 'cancel', 'retry'] as const
type Way = (typeof WAYS)[number]

const short = ({ id, kind, name, state, total, done, failed, left }: BatchView) => ({
  batch: id,
  kind,
  name,
  state,
  total,
  done,
  failed,
  left,
})

export const batches: Command = {
  usage: 'batches [N [--pause | --resume | --cancel | --retry [--code C ...]]]',
  summary:
    'lists the batches, the newest first; or tells the result of one and who failed. --cancel takes back what is not sent yet, --retry sends those who failed once more',
  options: {
    pause: { type: 'boolean' },
    resume: { type: 'boolean' },
    cancel: { type: 'boolean' },
    retry: { type: 'boolean' },
    code: { type: 'string', multiple: true },
  },
  places: 1,
  async run({ words, environment, out }) {
    const ways = WAYS.filter(words.flag)
    const batchId = numberOf(words)
    if (ways.length > 1) throw new UsageError('--pause, --resume, --cancel and --retry do not go together')
    if (ways.length > 0 && batchId === null) throw new UsageError('which batch?')
    if (words.texts('code').length > 0 && ways[0] !== 'retry') throw new UsageError('--code goes with --retry')
    const desk = await openConsole(words.profileDir, environment, false)
    try {
      if (batchId === null) return await list(desk, out)
      const batch = await desk.call('batches.get', { batchId: batchId as never })
      return ways[0] ? await change(desk, out, batch, ways[0], words.texts('code')) : await tell(desk, out, batch)
    } finally {
      await desk.close()
    }
  },
}

function numberOf({ words }: Arguments): number | null {
  const [word] = words
  if (word === undefined) return null
  if (!/^[1-9]\d{0,14}$/.test(word)) throw new UsageError(`the number of a batch, not ${word}`)
  return Number(word)
}

async function list(desk: Console, out: Out): Promise<0> {
  const found = (await desk.call('batches.list', {})).map(short)
  const rows = found.map(b => [
    String(b.batch),
    b.kind,
    b.name,
    b.state,
    `${b.done} of ${b.total}`,
    `${b.failed} failed`,
    `${b.left} left`,
  ])
  out.answer(found, rows.length > 0 ? table(rows) : 'No batches yet. foyer import FILE makes one.')
  return 0
}

/** What its command would have told with --wait. */
async function tell(desk: Console, out: Out, batch: BatchView): Promise<0 | 1> {
  const failed = await failedGuests(desk, batch)
  const result = await resultOf(desk, batch)
  const problems = failed.map(({ row, code, problem }) => (row === null ? { code, problem } : { row, code, problem }))
  const head = `${batch.kind} ${batch.name}: ${batch.state}, ${batch.done + batch.failed} of ${batch.total}, ${batch.left} left`
  const lines = failed.map(({ row, code, problem }) => [row === null ? '' : `row ${row}`, code, problem])
  out.answer(
    { ...short(batch), ...result, problems },
    [head, resultTable(result), ...(lines.length > 0 ? [table(lines)] : [])].join('\n'),
  )
  return batch.failed > 0 ? 1 : 0
}

async function change(desk: Console, out: Out, batch: BatchView, way: Way, codes: readonly string[]): Promise<0 | 1> {
  const { id: batchId } = batch
  let changed = 0
  if (way === 'pause') await desk.call('batches.pause', { batchId })
  if (way === 'resume') await desk.call('batches.resume', { batchId })
  if (way === 'cancel') changed = (await desk.call('batches.cancel', { batchId })).cancelled
  if (way === 'retry')
    changed = codes.length > 0 ? await retry(desk, batch, codes) : (await desk.call('batches.retryFailed', { batchId })).retried
  const now = await desk.call('batches.get', { batchId })
  const said: Readonly<Record<Way, string>> = {
    pause: `Batch ${batchId} is paused: ${now.left} of ${now.total} guests wait. What is at the site already stays.`,
    resume: `Batch ${batchId} goes on with ${now.left} guests.`,
    cancel: `${changed} guests of batch ${batchId} are taken back. What was sent stays: ${now.done} done, ${now.failed} failed, ${now.left} on their way.`,
    retry:
      changed > 0
        ? `${changed} guests of batch ${batchId} go once more.`
        : `Nobody of batch ${batchId} can go once more: a refused photo waits for another, and a visit may be over.`,
  }
  out.answer({ ...short(now), changed }, said[way])
  return (way === 'retry' || way === 'cancel') && changed === 0 ? 1 : 0
}

/** Sends some of those who failed once more. A refused photo is refused again: it waits for another. */
async function retry(desk: Console, batch: BatchView, codes: readonly string[]): Promise<number> {
  const wanted = new Set(codes)
  const isList = batch.kind === 'enrol'
  const found = (await failedVisits(desk, batch)).filter(({ code, state }) => wanted.has(code) && !(isList && state === 'partly'))
  for (const { id: visitId, act } of found) {
    if (isList) await desk.call('visits.retry', { visitId })
    else if (act) await desk.call('acts.retry', { actId: act.id })
  }
  return found.length
}
