import { greyPicture, remarkedPicture } from '../picture.ts'
import type { LogRecord } from './log.ts'
import type { Terminal } from './terminal.ts'

/** What the camera saw: the face it knows, or something grey. */
export function recordPicture(terminal: Terminal, record: LogRecord): Buffer {
  const known = record.employeeNo === undefined ? undefined : terminal.users.get(record.employeeNo)
  return known?.face?.bytes ?? remarkedPicture(`${terminal.serial}:${record.serial}`)
}

/** The picture at a path under /LOCALS/pic/, or null (protocol B5 faceURL, B7 pictureURL). */
export function pictureAt(terminal: Terminal, path: string): Buffer | null {
  const face = /^\/LOCALS\/pic\/enrlFace\/0\/(\w+)\.jpg/.exec(path)?.[1]
  if (face !== undefined) {
    const user = [...terminal.users.values()].find(one => one.employeeNo.padStart(10, '0') === face)
    return user?.face ? (user.face.bytes ?? greyPicture) : null
  }
  const serial = Number(/^\/LOCALS\/pic\/acsLinkCap\/\d{6}_00\/(\d+)_0\.jpeg/.exec(path)?.[1])
  // It goes with its record (protocol B7).
  const record = terminal.log.findLast(one => one.serial === serial && one.picture)
  return record ? recordPicture(terminal, record) : null
}
