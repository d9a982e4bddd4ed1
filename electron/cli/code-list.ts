import { UnreadableFile } from './arguments.ts'

const HEADS = /^(code|person ?code|код|код гостя)$/i

/**
 * The codes of a file: one a line, or a table (comma, semicolon, tab) whose column `code` (`код`) holds them; the first column where there is no such head. Codes are digits,
 * so cells are taken as they stand between the separators. Empty lines and doubles are left out. Throws `UnreadableFile` where no code is in it.
 */
export function readCodes(bytes: Buffer, file: string): string[] {
  const lines = bytes
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
  const rows = lines.filter(line => line.trim() !== '').map(line => line.split(/[,;\t]/).map(bare))
  const head = (rows[0] ?? []).findIndex(cell => HEADS.test(cell))
  const codes = (head >= 0 ? rows.slice(1) : rows).map(row => row[Math.max(0, head)] ?? '').filter(code => code !== '')
  if (codes.length === 0) throw new UnreadableFile(`there is no code in ${file}`)
  return [...new Set(codes)]
}

const bare = (cell: string) => cell.trim().replace(/^"(.*)"$/, '$1')
