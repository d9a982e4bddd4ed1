import Papa from 'papaparse'
import { UnreadableFile } from './arguments.ts'

const HEADS = /^(code|person ?code|код|код гостя)$/i

/**
 * The codes of a file: one a line, or a CSV whose column `code` (`код`) holds them; the first column where there is no such head. Empty lines and doubles are left out.
 * Throws `UnreadableFile` where no code is in it.
 */
export function readCodes(bytes: Buffer, file: string): string[] {
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '')
  const { data } = Papa.parse<string[]>(text, { skipEmptyLines: 'greedy', delimitersToGuess: [',', ';', '\t'] })
  const head = (data[0] ?? []).findIndex(cell => HEADS.test(cell.trim()))
  const rows = head >= 0 ? data.slice(1) : data
  const codes = rows.map(row => (row[Math.max(0, head)] ?? '').trim()).filter(code => code !== '')
  if (codes.length === 0) throw new UnreadableFile(`there is no code in ${file}`)
  return [...new Set(codes)]
}
