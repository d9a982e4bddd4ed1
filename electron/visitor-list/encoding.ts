import { isUtf8 } from 'node:buffer'
import type { Encoding } from '../../shared/model/visitor-list.ts'
import { ListError } from './list-error.ts'

const MARKS: readonly [Encoding, readonly number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]
/** First bytes of files that are often taken for a list. */
const OTHERS: readonly [string, readonly number[]][] = [
  ['xlsx', [0x50, 0x4b, 0x03, 0x04]],
  ['xls', [0xd0, 0xcf, 0x11, 0xe0]],
  ['pdf', [0x25, 0x50, 0x44, 0x46]],
  ['picture', [0xff, 0xd8, 0xff]],
  ['picture', [0x89, 0x50, 0x4e, 0x47]],
]
const begins = (bytes: Uint8Array, mark: readonly number[]) => mark.every((byte, i) => bytes[i] === byte)

/** What the bytes are written in: the mark at their head, else UTF-8 if they are that without a fault, else windows-1251 as Excel saves it. */
export function guessEncoding(bytes: Uint8Array): Encoding {
  for (const [encoding, mark] of MARKS) if (begins(bytes, mark)) return encoding
  return isUtf8(bytes) ? 'utf-8' : 'windows-1251'
}

/** The text of a file without its mark. Throws `ListError` where it is no text, or not in the encoding it was said to be in. */
export function decode(bytes: Uint8Array, told?: Encoding): { text: string; encoding: Encoding } {
  for (const [kind, mark] of OTHERS) if (begins(bytes, mark)) throw new ListError('not-a-csv', kind)
  const encoding = told ?? guessEncoding(bytes)
  let text: string
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    throw new ListError('bad-encoding', encoding)
  }
  if (text.includes('\0')) throw new ListError('not-a-csv', 'binary')
  return { text, encoding }
}
