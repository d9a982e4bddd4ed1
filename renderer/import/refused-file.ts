import type { Failure } from '../../shared/model/failure.ts'

/** As much as the core takes in one piece. */
export const MOST_BYTES = 25_000_000

const notYet: readonly [RegExp, string][] = [
  [/\.(xlsx?|xlsm|ods|numbers)$/i, 'spreadsheet-not-yet'],
  [/\.(zip|7z|rar)$/i, 'archive-not-yet'],
]

/** Why a dropped file is not even opened, in a word of the import's sentences; null: the core may judge its bytes. */
export function refusedFile(file: { name: string; size: number }): Failure | null {
  const cause = notYet.find(([name]) => name.test(file.name))?.[1]
  if (cause) return { kind: 'unsupported', cause }
  if (file.size > MOST_BYTES) return { kind: 'invalid', cause: 'too-large-file', limit: MOST_BYTES, measure: file.size }
  if (file.size === 0) return { kind: 'invalid', cause: 'empty-list' }
  return null
}
