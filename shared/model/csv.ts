/** A phone number may begin with a plus; anything else that a spreadsheet would run as a formula may not. */
const PHONE = /^\+[\d ()-]+$/
const FORMULA = /^[\s\p{Cc}]*[=+\-@＝＋－＠\t\r]/u

/** A cell that no spreadsheet takes for a formula: an apostrophe is set before what would be one (OWASP, CSV injection). */
export function neutralCell(text: string): string {
  return FORMULA.test(text) && !PHONE.test(text) ? `'${text}` : text
}

const quoted = (text: string) => (/[";,\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** A table as a file: RFC 4180 with `;` and CRLF, UTF-8 with its mark, as Excel opens it; no cell of it runs as a formula. */
export function toCsv(headers: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => cells.map(cell => quoted(neutralCell(cell))).join(';')
  return `\uFEFF${[headers, ...rows].map(line).join('\r\n')}\r\n`
}

/** The failed rows as a file: the original columns and the cause. */
export function failedRowsCsv(
  headers: readonly string[],
  rows: readonly { cells: readonly string[]; cause: string }[],
  causeHeader: string,
): string {
  const body = rows.map(({ cells, cause }) => [...headers.map((_, i) => cells[i] ?? ''), cause])
  return toCsv([...headers, causeHeader], body)
}
