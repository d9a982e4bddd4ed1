import { z } from 'zod'
import { Device, DeviceId, DeviceStatus, LocalLevel } from '../model/device.ts'
import { DoorId } from '../model/ids.ts'
import { Check } from '../model/site.ts'
import { call, nothing, text } from './call.ts'
import { SecretView } from './secret-view.ts'

/** A device as the screens show it: of its password only whether there is one. `status` is null where nobody has asked it yet. */
export const DeviceView = Device.omit({ secretFile: true, sealedSecret: true })
  .extend({ status: DeviceStatus.nullable() })
  .extend(SecretView.shape)
export type DeviceView = z.infer<typeof DeviceView>

/** `role`: what stands behind them. alone: they are the site; terminals: they get faces beside a HikCentral; visitors: they would, and its visitors' faces go through the server; none: the embedded site. */
export const DevicesView = z.object({
  role: z.enum(['alone', 'terminals', 'visitors', 'none']),
  devices: z.array(DeviceView),
  /** Of a site of devices alone; with none made there is one, every door. */
  levels: z.array(LocalLevel),
})
export type DevicesView = z.infer<typeof DevicesView>

/** `id`: a device that is known, whose password is used where none is given; null: a new one. */
export const DeviceInput = z.object({
  id: DeviceId.nullable().default(null),
  /** Empty: the address's host. */
  name: text(60).default(''),
  url: text(500),
  user: text(64),
  password: text(128).optional(),
  pin: Device.shape.pin,
  legacyTls: z.boolean().default(false),
  basic: z.boolean().default(false),
})
export type DeviceInput = z.infer<typeof DeviceInput>

/** The way to a device: all that can be known of it before there is a user and a password. */
const DeviceWay = DeviceInput.pick({ url: true, pin: true, legacyTls: true })

/** The calls about devices that are spoken to directly. */
export const deviceCalls = {
  /** As last told; `ask` asks each of them now, side by side, and takes as long as the slowest. */
  'devices.list': call(z.object({ ask: z.boolean().default(false) }), DevicesView),
  /** Whether a device answers, and its certificate: no user and no password is sent, so nothing can be locked. */
  'devices.reach': call(DeviceWay, z.object({ checks: z.array(Check), certificateSha256: z.string().nullable() })),
  /** Tries a device without keeping it: each thing that must be right, by name; one wrong password counts for no more than that. */
  'devices.test': call(
    DeviceInput,
    z.object({ checks: z.array(Check), certificateSha256: z.string().nullable(), status: DeviceStatus.nullable() }),
  ),
  /** Beside the devices there are. Where there was no site yet, they are the site from now on; at a HikCentral they are terminals that get faces from here. */
  'devices.save': call(DeviceInput, DevicesView),
  /** Foyer no longer speaks to it; what it holds stays there. After the last one of a site of devices alone comes the embedded site. */
  'devices.remove': call(z.object({ id: DeviceId }), DevicesView),
  /** The access levels of a site of devices alone, all of them. */
  'devices.levels': call(z.object({ levels: z.array(LocalLevel).max(100) }), DevicesView),
  /** Opens a door once, now, without anybody's pass. */
  'doors.open': call(z.object({ doorId: DoorId }), nothing),
} as const
