import type { DeviceId } from '../../../shared/model/device.ts'
import { member, textOf } from '../fields.ts'
import type { DeviceEvent } from './alert-event.ts'

/** The most bytes of pictures kept: they came on the stream, and the device has no address for them. */
const MOST_BYTES = 32 * 1024 * 1024

/** The longest address taken; devices give 256 letters at most (protocol B7). */
const LONGEST_PATH = 900

/** Where a passage's picture is: at an address of the device's, or beside a record of its log. */
export type PictureId =
  | { kind: 'url'; device: DeviceId; path: string }
  | { kind: 'record'; device: DeviceId; serialNo: number; written: string }

/** The path of a picture's address: the device is asked by the address we know it by, whatever it calls itself, and no other host ever is. Null where it is none. */
export function picturePath(event: DeviceEvent): string | null {
  const told = textOf(member(event.fields, 'pictureURL'))
  if (told === null) return null
  const found = /^(?:https?:\/\/[^/]+)?(\/[^\s|]*)$/i.exec(told)
  return found?.[1] ?? null
}

/** `Passage.picture` for an event: of the stream, one of a face may have had a picture behind it, or the log may know its address later. */
export function pictureIdOf(device: DeviceId, event: DeviceEvent): string | null {
  const path = picturePath(event)
  if (path !== null && path.length <= LONGEST_PATH) return `${device}|url|${path}`
  const face = event.meaning.kind === 'passage' && event.meaning.face
  const isTold = face && event.current && event.serialNo !== null && event.written.length <= LONGEST_PATH
  return isTold ? `${device}|record|${event.serialNo}|${event.written}` : null
}

export function readPictureId(id: string): PictureId | null {
  const [, device, kind, rest = ''] = /^([a-z0-9-]+)\|(url|record)\|(.*)$/s.exec(id) ?? []
  if (kind === 'url' && rest.startsWith('/')) return { kind, device: device as DeviceId, path: rest }
  const [, serialNo, written] = /^([0-9]{1,16})\|(.*)$/s.exec(rest) ?? []
  if (kind !== 'record' || serialNo === undefined || written === undefined) return null
  return { kind, device: device as DeviceId, serialNo: Number(serialNo), written }
}

export interface PictureShelf {
  put(device: DeviceId, event: DeviceEvent, picture: Uint8Array): void
  get(id: string): Uint8Array | null
}

/** Pictures that came on the streams, the newest; the oldest fall off. */
export function createPictureShelf(mostBytes = MOST_BYTES): PictureShelf {
  const pictures = new Map<string, Uint8Array>()
  let bytes = 0
  return {
    put(device, event, picture) {
      const id = `${device}|record|${event.serialNo}|${event.written}`
      bytes += picture.byteLength - (pictures.get(id)?.byteLength ?? 0)
      pictures.delete(id)
      pictures.set(id, picture)
      for (const [oldest, { byteLength }] of pictures) {
        if (bytes <= mostBytes) break
        pictures.delete(oldest)
        bytes -= byteLength
      }
    },
    get: id => pictures.get(id) ?? null,
  }
}
