import { type Fields, numberIn, textIn } from './ask.ts'
import type { Terminal } from './terminal.ts'

const SHORT = 5
const SHORT_LOG = 20

/** Where a search stands and what it may take. */
export interface Place {
  searchID: string
  position: number
  most: number
}

/** Reads searchID, searchResultPosition and maxResults (protocol B5, B7). */
export const placeOf = (cond: Fields, lastPosition: number, most: number): Place => ({
  searchID: textIn(cond, 'searchID', 64),
  position: numberIn(cond, 'searchResultPosition', 0, lastPosition),
  most: numberIn(cond, 'maxResults', 1, most),
})

/** A page of what was found; shorter than asked for on some terminals. The list is absent when there is nothing. */
export function pageOf<T>(
  terminal: Terminal,
  place: Place,
  rows: readonly T[],
  list: string,
  show: (row: T) => unknown,
): Record<string, unknown> {
  // Recorded: 5 of 7 users, 20 of 30 records.
  const short = list === 'InfoList' ? SHORT_LOG : SHORT
  const most = terminal.on('shortPages') ? Math.min(place.most, short) : place.most
  const part = rows.slice(place.position, place.position + most)
  const more = place.position + part.length < rows.length
  return {
    searchID: place.searchID,
    responseStatusStrg: part.length === 0 ? 'NO MATCH' : more ? 'MORE' : 'OK',
    numOfMatches: part.length,
    totalMatches: rows.length,
    ...(part.length === 0 ? {} : { [list]: part.map(show) }),
  }
}
