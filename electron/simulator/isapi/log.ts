import { EVENT, GRANTED, MINOR } from './minors.ts'
import { deviceNow, deviceWall, type Terminal } from './terminal.ts'

const MOST_RECORDS = 150_000
// Trimmed by the block: cutting one from the head at every record would cost the whole length.
const BLOCK = 10_000
const LOCKS_AFTER_MS = 5000
const HOUR = 3_600_000
const FACES = new Set([75, 76, 77])

/** A record of a terminal's log. `at`: what its clock said, in ms since the epoch. */
export interface LogRecord {
  serial: number
  at: number
  major: number
  minor: number
  doorNo: number
  readerNo: number
  employeeNo: string | undefined
  name: string | undefined
  cardNo: string | undefined
  picture: boolean
}

/** Somebody at a door, as a test or a walker tells it. */
export interface DoorPassage {
  /** Undefined: a stranger. */
  employeeNo?: string
  /** 75, a face that was let in, unless said; 76 for a stranger. */
  minor?: number
  major?: number
  doorNo?: number
  readerNo?: number
  /** How far the terminal's clock is off for this record alone, in ms. */
  shiftMs?: number
  /** Without the records of the lock; false unless said. */
  alone?: boolean
  /** It happened before: the lock has closed since. */
  settled?: boolean
}

/** Writes a record and tells the streams. */
function note(terminal: Terminal, fields: Omit<LogRecord, 'serial' | 'at'>, shiftMs = 0): LogRecord {
  const jump = terminal.on('clockJumps') && terminal.log.length > 16 ? -HOUR : 0
  const record = { ...fields, serial: terminal.nextSerial++, at: deviceNow(terminal) + shiftMs + jump }
  terminal.log.push(record)
  if (terminal.log.length > MOST_RECORDS + BLOCK) terminal.log.splice(0, terminal.log.length - MOST_RECORDS)
  for (const listener of terminal.listeners) listener.tell(record)
  return record
}

/**
 * Notes somebody at a door. Who is let in makes three records, as recorded (protocol B7): the lock opens, the face, and 5 s later the lock closes.
 * @returns the record of the person
 */
export function notePassage(terminal: Terminal, passage: DoorPassage): LogRecord {
  const { employeeNo, doorNo = 1, readerNo = 1, major = EVENT, alone = false, shiftMs = 0, settled = false } = passage
  const minor = passage.minor ?? (employeeNo === undefined ? MINOR.faceFailed : MINOR.face)
  const user = employeeNo === undefined ? undefined : terminal.users.get(employeeNo)
  const face = major === EVENT && FACES.has(minor)
  const lock = { major: EVENT, doorNo, readerNo, employeeNo: undefined, name: undefined, cardNo: undefined, picture: false }
  const opens = major === EVENT && GRANTED.has(minor) && !alone
  if (opens) note(terminal, { ...lock, minor: MINOR.unlocked }, shiftMs)
  const record = note(
    terminal,
    {
      ...lock,
      major,
      minor,
      employeeNo,
      name: user?.name,
      cardNo: face && terminal.on('sentinelCards') ? '18446744073709551873' : undefined,
      picture: face,
    },
    shiftMs,
  )
  const close = { ...lock, minor: MINOR.locked }
  if (opens && settled) note(terminal, close, shiftMs + LOCKS_AFTER_MS)
  else if (opens) terminal.site.later(() => note(terminal, close, shiftMs), LOCKS_AFTER_MS)
  return record
}

/** Whether a door of the terminal opens for a user at a moment (ms since the epoch), by its own wall clock, and with which minor that is written down. */
export function verdictAt(terminal: Terminal, employeeNo: string | undefined, doorNo: number, at: number): number {
  const user = employeeNo === undefined ? undefined : terminal.users.get(employeeNo)
  if (!user?.face) return MINOR.faceFailed
  const wall = deviceWall(terminal, at + terminal.skewMs)
  if (user.valid.on && wall > user.valid.end) return MINOR.expired
  if (user.valid.on && wall < user.valid.begin) return MINOR.outsidePeriod
  return user.rights.some(one => one.doorNo === doorNo) ? MINOR.face : MINOR.noPermission
}

/** Fills the log with what happened before the start: lock, face, lock, over the last day. */
export function fillLog(terminal: Terminal, count: number): void {
  const end = deviceNow(terminal)
  for (let i = 0; i < count; i++) {
    const minor = [MINOR.unlocked, MINOR.face, MINOR.locked][i % 3]!
    const past = Math.round(((count - i) * 24 * HOUR) / (count + 1))
    terminal.log.push({
      serial: terminal.nextSerial++,
      at: end - past - (terminal.on('clockJumps') && i > 15 ? HOUR : 0),
      major: EVENT,
      minor,
      doorNo: 1,
      readerNo: 1,
      employeeNo: minor === MINOR.face ? String(9000 + (i % 40)) : undefined,
      // Of somebody deleted since, the name is gone.
      name: undefined,
      cardNo: undefined,
      picture: false,
    })
  }
}

/** Forgets everything: serial numbers begin again (protocol B7). */
export function clearLog(terminal: Terminal): void {
  terminal.log = []
  terminal.nextSerial = 1
}
