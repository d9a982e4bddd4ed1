import { fullName } from '../../shared/model/guest.ts'
import type { ListRow } from '../../shared/model/visitor-list.ts'

const bare = (text: string) =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{N}]/gu, '')

/**
 * The row a photo belongs to, by its file's name: the document, the whole name (family first or given first), or the row's number; null where none or several fit.
 */
export function matchPhoto(fileName: string, rows: readonly ListRow[]): number | null {
  const stem = bare(fileName.replace(/^.*[/\\]/, '').replace(/\.[^.]*$/, ''))
  if (stem === '') return null
  const only = (fits: (row: ListRow) => boolean): number | null => {
    const found = rows.filter(fits)
    return found.length === 1 ? (found[0]?.row ?? null) : null
  }
  return (
    only(row => row.document !== '' && bare(row.document) === stem) ??
    only(
      row =>
        bare(fullName(row)) === stem || bare(`${row.family}${row.given}`) === stem || bare(`${row.given}${row.family}`) === stem,
    ) ??
    (/^\d{1,6}$/.test(stem) ? only(row => row.row === Number(stem)) : null)
  )
}
