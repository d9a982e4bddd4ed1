import { z } from 'zod'
import { Failure } from './failure.ts'
import { DoorId, LevelId } from './ids.ts'
import { Pin } from './pin.ts'
import { Instant } from './time.ts'

/** Ours, and stays when the address changes: it is part of every door's id. */
export const DeviceId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/)
  .brand<'DeviceId'>()
export type DeviceId = z.infer<typeof DeviceId>

/** A terminal or an access controller that is spoken to directly (ISAPI). Its password is kept like every secret: sealed, in an owner-only file, or in memory. */
export const Device = z.object({
  id: DeviceId,
  name: z.string().trim().min(1).max(60),
  url: z.url({ protocol: /^https?$/ }).transform(url => url.replace(/\/+$/, '')),
  user: z.string().trim().min(1).max(64),
  pin: Pin.nullable().default(null),
  /** TLS 1.0 and 1.1 and weak ciphers are spoken too: some firmware knows no better (protocol B8). */
  legacyTls: z.boolean().default(false),
  /** The password may be sent readable (HTTP Basic) to a device that offers nothing else. */
  basic: z.boolean().default(false),
  secretFile: z.string().nullable().default(null),
  sealedSecret: z.string().nullable().default(null),
})
export type Device = z.infer<typeof Device>

/** A door's id on a device: `<device>:<doorNo>`. */
export const deviceDoor = (device: DeviceId, doorNo: number) => `${device}:${doorNo}` as DoorId

export const isDoorOf = (device: DeviceId, door: DoorId): boolean => door.startsWith(`${device}:`)

/** Devices know no access levels: ours are kept in the settings. `doors: null` means every door of every device. */
export const LocalLevel = z.object({ id: LevelId, name: z.string().trim().min(1).max(60), doors: z.array(DoorId).nullable() })
export type LocalLevel = z.infer<typeof LocalLevel>

/** `used` and `max` are null where the device does not tell. */
export const Fill = z.object({ used: z.number().int().nullable(), max: z.number().int().nullable() })
export type Fill = z.infer<typeof Fill>

/**
 * One device as it answers now, or last did. locked: the account is locked there, until `failure.retryAt`. credentials: it refused our password twice, and is not asked any
 * more until the connection is saved anew.
 */
export const DeviceStatus = z.object({
  id: DeviceId,
  name: z.string(),
  /** Model, firmware and serial number as it tells them; empty while it has told none. */
  model: z.string(),
  firmware: z.string(),
  serial: z.string(),
  state: z.enum(['online', 'offline', 'locked', 'credentials']),
  failure: Failure.nullable(),
  users: Fill,
  faces: Fill,
  /** How far its clock is from ours, in milliseconds, whatever zone it believes to be in; null: not told. */
  skewMs: z.number().nullable(),
  lastSeenAt: Instant.nullable(),
  /** Requests that wait for their turn there. */
  waiting: z.number().int(),
})
export type DeviceStatus = z.infer<typeof DeviceStatus>
