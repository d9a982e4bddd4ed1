import { z } from 'zod'
import { DoorId, LevelId } from './ids.ts'
import { Pin } from './pin.ts'

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

/** Devices know no access levels: ours are kept in the settings. `doors: null` means every door of every device. */
export const LocalLevel = z.object({ id: LevelId, name: z.string().trim().min(1).max(60), doors: z.array(DoorId).nullable() })
export type LocalLevel = z.infer<typeof LocalLevel>
