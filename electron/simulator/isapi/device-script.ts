import { flag, listOf, number, objectOf, oneOf, type Reader, text, wrong } from '../script-readers.ts'
import { modelNames, type Scheme, type Tls } from './model.ts'
import { type DeviceQuirk, isDeviceQuirk } from './quirks.ts'
import { readZone } from './zone.ts'

/** What a script wants of one terminal; what it does not say is its model's. Times in milliseconds. */
export interface DeviceWish {
  /** One of `modelNames`; absent: the model whose turn it is. */
  model?: string
  name?: string
  user?: string
  password?: string
  /** Users and faces. */
  capacity?: number
  doors?: number
  latencyMs?: number
  /** From a photo or a delete to its effect. */
  applyMs?: number
  /** Off the network from the start. */
  offline?: boolean
  tls?: Tls
  schemes?: Scheme[]
  quirks?: DeviceQuirk[]
  quirksOff?: DeviceQuirk[]
  /** Failed logins before the lock, and its length. */
  lockAfter?: number
  lockMs?: number
  nonceMs?: number
  /** POSIX, the sign turned round. */
  zone?: string
  skewMs?: number
  heartbeatMs?: number
  /** Records in the log at the start. */
  history?: number
  refusePhotos?: number | string[]
  /** Calls at once, and streams. */
  atOnce?: number
  streams?: number
  /** The site's door behind which it stands, by index code or name. */
  door?: string
}

const quirk: Reader<DeviceQuirk> = (value, at) =>
  typeof value === 'string' && isDeviceQuirk(value) ? value : wrong(at, `no quirk of devices is called ${String(value)}`)

const refusePhotos: Reader<number | string[]> = (value, at) =>
  Array.isArray(value) ? listOf(text)(value, at) : number(0, 1)(value, at)

const zone: Reader<string> = (value, at) =>
  typeof value === 'string' && readZone(value) ? value : wrong(at, 'must be a POSIX zone such as CST-8:00:00')

const DAY = 86_400_000
const duration = number(0, DAY)

type Readers = { [K in keyof DeviceWish]-?: Reader<DeviceWish[K]> }
const readers: { [K in keyof DeviceWish]-?: Reader<NonNullable<DeviceWish[K]>> } = {
  model: oneOf(modelNames),
  name: text,
  user: text,
  password: text,
  capacity: number(1, 100_000, true),
  doors: number(1, 16, true),
  latencyMs: duration,
  applyMs: duration,
  offline: flag,
  tls: (value, at) => (typeof value === 'boolean' ? value : oneOf(['legacy', 'broken'])(value, at)),
  schemes: listOf(oneOf(['md5', 'sha-256', 'basic'])),
  quirks: listOf(quirk),
  quirksOff: listOf(quirk),
  lockAfter: number(1, 1000, true),
  lockMs: duration,
  nonceMs: duration,
  zone,
  skewMs: number(-365 * DAY, 365 * DAY),
  heartbeatMs: number(1, DAY),
  history: number(0, 150_000, true),
  refusePhotos,
  atOnce: number(1, 1000, true),
  streams: number(1, 100, true),
  door: text,
}

/** Reads one of `devices` in a script. */
export const deviceWish: Reader<DeviceWish> = objectOf<DeviceWish>(readers as Readers, {})
