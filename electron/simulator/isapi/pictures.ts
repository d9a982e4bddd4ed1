import { greyPicture } from '../picture.ts'
import type { Terminal } from './terminal.ts'

/** The picture at a path under /LOCALS/pic/, or null (protocol B5 faceURL, B7 pictureURL). */
export function pictureAt(terminal: Terminal, path: string): Buffer | null {
  const face = /^\/LOCALS\/pic\/enrlFace\/0\/(\w+)\.jpg/.exec(path)?.[1]
  if (face !== undefined) {
    const user = [...terminal.users.values()].find(one => one.employeeNo.padStart(10, '0') === face)
    return user?.face ? (user.face.bytes ?? greyPicture) : null
  }
  const serial = Number(/^\/LOCALS\/pic\/acsLinkCap\/\d{6}_00\/(\d+)_0\.jpeg/.exec(path)?.[1])
  // It goes with its record (protocol B7).
  return terminal.log.some(one => one.serial === serial && one.picture) ? greyPicture : null
}
