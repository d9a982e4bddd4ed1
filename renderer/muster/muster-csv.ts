import { toCsv } from '../../shared/model/csv.ts'
import type { Instant } from '../../shared/model/time.ts'
import type { MusterList } from '../stores/muster.ts'

/** The list as a file, one person a row, the zone first: what a warden's spreadsheet sorts by. */
export function musterCsv(
  muster: MusterList,
  heads: readonly string[],
  words: { time: (at: Instant) => string; unsure: string },
): string {
  const rows = muster.zones.flatMap(({ zone, people }) =>
    people.map(({ name, company, host, phone, at, doorName, unsure }) => [
      zone,
      name,
      company,
      host,
      phone,
      words.time(at),
      doorName,
      unsure ? words.unsure : '',
    ]),
  )
  return toCsv(heads, rows)
}
