import { type Endpoints, type Fields, look, numberIn, rootOf, textIn } from './ask.ts'
import type { LogRecord } from './log.ts'
import { pageOf, placeOf } from './search.ts'
import { type Answer, Refused } from './status.ts'
import { deviceStamp, type Terminal } from './terminal.ts'
import { offsetText } from './zone.ts'

const MOST_SERIAL = 3_000_000_000

/** When a record happened, as this terminal writes it: some with a wrong offset, some with none (protocol B7). */
export function recordTime(terminal: Terminal, record: LogRecord): string {
  const stamp = deviceStamp(terminal, record.at)
  if (terminal.on('missingOffset')) return stamp.slice(0, 19)
  return terminal.on('wrongOffset') ? `${stamp.slice(0, 19)}${offsetText(terminal.zone.standard + 60)}` : stamp
}

/** Where the picture of a record lies; behind the same login. */
export const pictureUrl = (terminal: Terminal, record: LogRecord): string =>
  `${terminal.url}/LOCALS/pic/acsLinkCap/${deviceStamp(terminal, record.at).slice(0, 7).replace('-', '')}_00/${record.serial}_0.jpeg@WEB000000000001`

function timeIn(cond: Fields, name: string): number {
  const text = textIn(cond, name, 32)
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/.test(text)) throw new Refused('badParameters', name)
  const at = Date.parse(text)
  if (Number.isNaN(at)) throw new Refused('badParameters', name)
  return at
}

function rowsOf(cond: Fields, terminal: Terminal): LogRecord[] {
  // Required on several firmwares (protocol B7).
  const major = numberIn(cond, 'major', 0, 5)
  const minor = numberIn(cond, 'minor', 0, 65_535)
  const from = cond.startTime === undefined ? Number.NEGATIVE_INFINITY : timeIn(cond, 'startTime')
  const until = cond.endTime === undefined ? Number.POSITIVE_INFINITY : timeIn(cond, 'endTime')
  if (from > until) throw new Refused('badParameters', 'endTime')
  const first = cond.beginSerialNo === undefined ? 0 : numberIn(cond, 'beginSerialNo', 1, MOST_SERIAL)
  const last = cond.endSerialNo === undefined ? MOST_SERIAL * 2 : numberIn(cond, 'endSerialNo', 1, MOST_SERIAL)
  const number = cond.employeeNoString === undefined ? null : textIn(cond, 'employeeNoString', 32)
  const rows = terminal.log.filter(
    one =>
      one.serial >= first &&
      one.serial <= last &&
      // Times of a search go to the second.
      one.at >= from &&
      one.at < until + 1000 &&
      (major === 0 || one.major === major) &&
      (minor === 0 || one.minor === minor) &&
      (number === null || one.employeeNo === number),
  )
  return cond.timeReverseOrder === true ? rows.reverse() : rows
}

// A search goes on from page to page by its id: what it found is kept, as the terminals keep it.
const FOUND = new WeakMap<Terminal, { id: string; asked: string; rows: LogRecord[] }>()

function found(cond: Fields, terminal: Terminal): LogRecord[] {
  const { searchResultPosition: position, maxResults: _, ...rest } = cond
  const asked = JSON.stringify(rest)
  const kept = FOUND.get(terminal)
  if (kept && position !== 0 && kept.id === cond.searchID && kept.asked === asked) return kept.rows
  const rows = rowsOf(cond, terminal)
  FOUND.set(terminal, { id: String(cond.searchID), asked, rows })
  return rows
}

function shown(terminal: Terminal, record: LogRecord): Fields {
  const { employeeNo, name } = record
  const known = employeeNo !== undefined && terminal.users.has(employeeNo)
  return {
    major: record.major,
    minor: record.minor,
    time: recordTime(terminal, record),
    ...(record.cardNo === undefined ? {} : { cardNo: record.cardNo }),
    cardType: 1,
    ...(name === undefined ? {} : { name }),
    cardReaderNo: record.readerNo,
    doorNo: record.doorNo,
    // Who was deleted may have lost the number too (protocol B7).
    ...(employeeNo === undefined || (!known && terminal.on('wrongOffset')) ? {} : { employeeNoString: employeeNo }),
    serialNo: record.serial,
    ...(employeeNo === undefined ? {} : { userType: terminal.users.get(employeeNo)?.userType ?? 'normal' }),
    currentVerifyMode: 'cardOrFace',
    mask: 'unknown',
    ...(record.picture
      ? { pictureURL: pictureUrl(terminal, record), FaceRect: { height: 0.2, width: 0.11, x: 0.44, y: 0.39 } }
      : {}),
  }
}

function search(cond: Fields, terminal: Terminal): Answer {
  const place = placeOf(cond, 150_000, 30)
  const rows = found(cond, terminal)
  return { json: { AcsEvent: pageOf(terminal, place, rows, 'InfoList', one => shown(terminal, one)) } }
}

/** The log, searched (protocol B7 Search). */
export const events: Endpoints = {
  'POST AccessControl/AcsEvent': look((ask, terminal) => search(rootOf(ask, 'AcsEventCond'), terminal)),
  'POST AccessControl/AcsEventTotalNum': look((ask, terminal) => {
    const cond = rootOf(ask, 'AcsEventTotalNumCond')
    return { json: { AcsEventTotalNum: { totalNum: rowsOf(cond, terminal).length } } }
  }),
}
