import { readdirSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { fold } from '../../../shared/model/guest.ts'
import type { ListPreview } from '../../../shared/model/visitor-list.ts'
import { UnreadableFile, UsageError } from '../arguments.ts'
import { notWaited, resultOf, resultTable } from '../batch-result.ts'
import type { Command } from '../command.ts'
import { type Console, openConsole } from '../console.ts'
import { failedGuests } from '../failed-guests.ts'
import { type Out, table } from '../out.ts'
import { problemText } from '../problem-words.ts'
import { followBatch } from '../progress.ts'
import { photoCauses } from '../words.ts'
import { readNamed } from './register.ts'

type Problem = { row: number; field: string; problem: string }

/** One problem a refused row: the first, which stands in the way of the others. */
function problemsOf(list: ListPreview): Problem[] {
  return list.rows.flatMap(row => {
    const first = row.problems.find(problem => problem.blocking)
    return first ? [{ row: row.row, ...problemText(first) }] : []
  })
}

/** Prepares the pictures of a folder for the rows they are named after. Answers what was refused. */
async function addPhotos(desk: Console, list: ListPreview, folder: string, out: Out): Promise<Problem[]> {
  let names: string[]
  try {
    names = readdirSync(folder).filter(name => !name.startsWith('.'))
  } catch {
    throw new UnreadableFile(`${folder} cannot be read`)
  }
  const problems: Problem[] = []
  for (const [index, name] of names.entries()) {
    out.progress(`photo ${index + 1} of ${names.length}`)
    const bytes = readNamed(join(folder, name)).toString('base64')
    const { row, verdict } = await desk.call('lists.photo', { listId: list.listId, fileName: name, bytes })
    if (row === null) out.say(`No row of the list is named like the photo ${name}.`)
    else if (verdict && !verdict.ok)
      problems.push({ row, field: 'photo', problem: verdict.first ? photoCauses[verdict.first] : 'refused' })
  }
  out.settle()
  return problems
}

export const importList: Command = {
  usage: 'import FILE [--level NAME] [--photos DIR] [--wait]',
  summary:
    'queues the good rows of a visitor list and names the others; with --wait follows the batch to its end, and names who failed there',
  options: { level: { type: 'string' }, photos: { type: 'string' }, wait: { type: 'boolean' } },
  places: 1,
  async run({ words, environment, out, stopped }) {
    const [file] = words.words
    if (file === undefined) throw new UsageError('import which file?')
    const path = resolve(environment.typedIn, file)
    const bytes = readNamed(path)
    const photos = words.path('photos')
    const desk = await openConsole(words.profileDir, environment, words.flag('wait'))
    try {
      const levelName = words.text('level')
      const { levels } = await desk.call('site.levels', {})
      const level = levelName === undefined ? undefined : levels.find(found => fold(found.name) === fold(levelName))
      if (levelName !== undefined && !level)
        throw new UsageError(`the site has no access level ${levelName}; it has ${levels.map(l => l.name).join(', ')}`)
      const list = await readList(desk, path, bytes, level?.id ?? null)
      const total = list.total
      if (list.sentAs) out.say(`This file was sent before, as batch ${list.sentAs.batch}.`)
      const refusedPhotos = photos === undefined ? [] : await addPhotos(desk, list, photos, out)
      const problems = [...problemsOf(list), ...refusedPhotos].sort((a, b) => a.row - b.row)
      if (list.good === 0) {
        out.answer({ batch: null, total, ...notWaited, problems }, `No row can be sent.\n${table(problems.map(lineOf))}`)
        return 1
      }
      const { batchId } = await desk.call('lists.send', { listId: list.listId, name: basename(path) })
      const result = words.flag('wait') ? await resultOf(desk, await followBatch(desk, batchId, out, stopped)) : notWaited
      for (const { row, field, problem } of await failedGuests(desk, { id: batchId, kind: 'enrol' }))
        if (row !== null) problems.push({ row, field, problem })
      const head = words.flag('wait')
        ? resultTable(result)
        : `Batch ${batchId}: ${list.good} of ${total} guests are in the queue.`
      out.answer(
        { batch: batchId, total, ...result, problems },
        [head, ...(problems.length > 0 ? [table(problems.map(lineOf))] : [])].join('\n'),
      )
      return problems.length > 0 || result.failed > 0 || stopped.aborted ? 1 : 0
    } finally {
      await desk.close()
    }
  },
}

const lineOf = ({ row, field, problem }: Problem) => [`row ${row}`, field, problem]

/** Reads the list; a file that is no list is an unreadable file. */
async function readList(desk: Console, path: string, bytes: Buffer, levelId: string | null): Promise<ListPreview> {
  try {
    return await desk.call('lists.read', {
      fileName: basename(path),
      bytes: bytes.toString('base64'),
      reading: levelId ? { levelId } : {},
    })
  } catch (error) {
    throw new UnreadableFile(`${path}: ${(error as Error).message}`)
  }
}
