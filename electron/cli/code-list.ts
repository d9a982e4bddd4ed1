import { UnreadableFile } from './arguments.ts'

const HEADS = /^(code|person ?code|код|код гостя)$/i
/** What can be a code at all: of ours, and of whatever a site may have. */
const CODE = /^[\x21-\x7e]{1,64}$/

/**
 * The codes of a file: one a line, or a table (comma, semicolon, tab) whose column `code` (`код`) holds them; the first column where there is no such head. Codes are digits,
 * so cells are taken as they stand between the separators. UTF-8, or UTF-16 with its mark, as spreadsheets save text. Empty lines and doubles are left out.
 * Throws `UnreadableFile` where no code is in it, or where a row has something else in its place.
 */
export function readCodes(bytes: Buffer, file: string): string[] {
  const lines = textOf(bytes).split(/\r\n|\r|\n/)
  const rows = lines.map((line, index) => ({ at: index + 1, cells: line.split(/[,;\t]/).map(bare) }))
  const [first, ...others] = rows.filter(({ cells }) => cells.some(cell => cell !== ''))
  const head = (first?.cells ?? []).findIndex(cell => HEADS.test(cell))
  const told = head >= 0 || !first ? others : [first, ...others]
  const codes = told.map(({ at, cells }) => ({ at, code: cells[Math.max(0, head)] ?? '' })).filter(({ code }) => code !== '')
  if (codes.length === 0) throw new UnreadableFile(`there is no code in ${file}`)
  const odd = codes.find(({ code }) => !CODE.test(code))
  if (odd) throw new UnreadableFile(`${file} is no list of codes: line ${odd.at} has something else`)
  return [...new Set(codes.map(({ code }) => code))]
}

function textOf(bytes: Buffer): string {
  const mark = bytes.length >= 2 ? bytes.readUInt16BE(0) : 0
  if (mark === 0xfffe) return bytes.subarray(2).toString('utf16le')
  if (mark === 0xfeff && bytes.length % 2 === 0) return Buffer.from(bytes.subarray(2)).swap16().toString('utf16le')
  return bytes.toString('utf8').replace(/^\uFEFF/, '')
}

const bare = (cell: string) => cell.trim().replace(/^"(.*)"$/, '$1')
