import type { CallOutput, CallParsed } from '../../shared/contract/calls.ts'
import type { DeviceInput, DevicesView, DeviceView } from '../../shared/contract/device-calls.ts'
import { Device, DeviceId, type DeviceStatus } from '../../shared/model/device.ts'
import { type Connection, devicesOf, IsapiConnection, withDevices } from '../../shared/model/settings.ts'
import type { CallContext } from '../access-control/port.ts'
import { SiteError } from '../access-control/port.ts'
import type { ConnectionTools } from './connection.ts'
import type { Core } from './core.ts'
import { Refusal } from './dispatcher.ts'
import type { Secrets } from './settings-file.ts'

const AT_DESK: CallContext = { rank: 0 }

/** A new device's id: its host, as far as an id may say it, and a number where there is one such already. It stays when the address changes. */
export function newDeviceId(url: string, taken: readonly DeviceId[]): DeviceId {
  const plain = new URL(url).host
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  const base = plain.slice(0, 28) || 'device'
  for (let n = 1; ; n++) {
    const id = DeviceId.parse(n === 1 ? base : `${base}-${n}`)
    if (!taken.includes(id)) return id
  }
}

/** A device as somebody typed it. @throws Refusal that names the field */
export function deviceFrom(input: DeviceInput, known: readonly Device[]): Device {
  const before = input.id === null ? undefined : known.find(({ id }) => id === input.id)
  if (input.id !== null && !before) throw new Refusal({ kind: 'not-found', cause: 'no-device', field: 'id' })
  const host = URL.canParse(input.url) ? new URL(input.url).hostname : ''
  const id =
    before?.id ??
    newDeviceId(
      host ? input.url : 'http://device',
      known.map(one => one.id),
    )
  const { url, user, pin, legacyTls, basic } = input
  const parsed = Device.safeParse({ ...before, id, name: input.name.trim() || host, url, user, pin, legacyTls, basic })
  if (!parsed.success) {
    throw new Refusal({ kind: 'invalid', cause: 'bad-input', field: String(parsed.error.issues[0]?.path[0] ?? '') })
  }
  return parsed.data
}

/** The devices that are spoken to directly: passwords go in and never come out. */
export function createDeviceCalls(
  core: Core,
  secrets: Secrets,
  mayWrite: () => boolean,
  tools: ConnectionTools,
  afterChange: () => void,
) {
  const { settings, site } = core
  /** As each device last told. */
  const told = new Map<DeviceId, DeviceStatus>()

  function view(): DevicesView {
    const { connection } = settings.read()
    const devices = devicesOf(connection).map((device): DeviceView => {
      const { secretFile: _, sealedSecret: __, ...shown } = device
      const store = secrets.device(device.id)
      const secret = store.get() === null ? 'none' : store.kind
      return { ...shown, secret, secretCannotBeKept: store.cannotKeep, status: told.get(device.id) ?? null }
    })
    return { role: roleOf(connection), devices, levels: connection.kind === 'isapi' ? connection.levels : [] }
  }

  function mayChange(): void {
    if (!mayWrite()) throw new Refusal({ kind: 'conflict', cause: 'profile-in-use' })
  }

  /** Other devices for the connection; everything is opened anew, and what was refused before is worth another try. */
  async function keep(devices: readonly Device[], password: { of: DeviceId; is: string } | null = null): Promise<DevicesView> {
    const before = settings.read()
    settings.write({ ...before, connection: withDevices(before.connection, devices), connectedAt: core.clock.now() })
    if (password) secrets.device(password.of).set(password.is)
    await site.reopen()
    afterChange()
    core.changed()
    return view()
  }

  /** One that was away until now has told its doors, and asking for them costs no call. */
  async function refreshed(): Promise<void> {
    try {
      await site.refresh()
    } catch (error) {
      // They are asked again when they answer.
      if (!(error instanceof SiteError)) throw error
    }
  }

  /** Every check, over a connection of its own; without a password nothing that needs one is sent. */
  async function examine(device: Device, password: string | null): Promise<CallOutput<'devices.test'>> {
    const certificateSha256 = await certificateOf(device)
    const connection = IsapiConnection.parse({ kind: 'isapi', devices: [device] })
    const passwords = new Map(password === null ? [] : [[device.id, password] as const])
    const control = tools.open({ connection, secrets: { appSecret: '', passwords } })
    try {
      const checks = await control.doctor(AT_DESK)
      const isIn = checks.some(check => check.name === 'credentials' && check.ok)
      const [status] = isIn ? ((await control.devices?.(AT_DESK)) ?? []) : []
      return { checks, certificateSha256, status: status ?? null }
    } finally {
      await control.close()
    }
  }

  async function statuses(): Promise<DeviceStatus[]> {
    if (!site.stopped()) return (await (await site.open()).devices?.(AT_DESK)) ?? []
    // The site is shut, and each of its devices can still say why: those that refused us are not spoken to.
    const control = tools.open(await site.address(), tools.refusals)
    try {
      return (await control.devices?.(AT_DESK)) ?? []
    } finally {
      await control.close()
    }
  }

  async function certificateOf(device: Device): Promise<string | null> {
    if (!device.url.startsWith('https:')) return null
    try {
      return (await tools.readCertificate(device.url, device)).sha256
    } catch (error) {
      // The checks name what is wrong with the way there.
      if (error instanceof SiteError) return null
      throw error
    }
  }

  return {
    'devices.list': async ({ ask }: CallParsed<'devices.list'>): Promise<DevicesView> => {
      if (ask && devicesOf(settings.read().connection).length > 0) {
        for (const status of await statuses()) told.set(status.id, status)
        if (settings.read().connection.kind === 'isapi' && !site.stopped()) await refreshed()
      }
      return view()
    },

    'devices.reach': async (way: CallParsed<'devices.reach'>): Promise<CallOutput<'devices.reach'>> => {
      const device = deviceFrom({ ...way, id: null, name: '', user: 'nobody', basic: false }, [])
      const { checks, certificateSha256 } = await examine(device, null)
      return { checks: checks.filter(({ name }) => name === 'reachable' || name === 'tls'), certificateSha256 }
    },

    'devices.test': async (input: CallParsed<'devices.test'>): Promise<CallOutput<'devices.test'>> => {
      const device = deviceFrom(input, devicesOf(settings.read().connection))
      const password = input.password || secrets.device(device.id).get()
      if (!password) throw new Refusal({ kind: 'invalid', cause: 'missing', field: 'password' })
      return examine(device, password)
    },

    'devices.save': async (input: CallParsed<'devices.save'>): Promise<DevicesView> => {
      mayChange()
      const known = devicesOf(settings.read().connection)
      const device = deviceFrom(input, known)
      if (!input.password && secrets.device(device.id).get() === null)
        throw new Refusal({ kind: 'invalid', cause: 'missing', field: 'password' })
      const devices = known.some(({ id }) => id === device.id)
        ? known.map(one => (one.id === device.id ? device : one))
        : [...known, device]
      return keep(devices, input.password ? { of: device.id, is: input.password } : null)
    },

    'devices.remove': ({ id }: CallParsed<'devices.remove'>): Promise<DevicesView> => {
      mayChange()
      told.delete(id)
      return keep(devicesOf(settings.read().connection).filter(device => device.id !== id))
    },

    'devices.levels': async ({ levels }: CallParsed<'devices.levels'>): Promise<DevicesView> => {
      mayChange()
      const before = settings.read()
      if (before.connection.kind !== 'isapi') throw new Refusal({ kind: 'unsupported', cause: 'levels-at-site', field: 'levels' })
      if (
        new Set(levels.map(({ id }) => id)).size < levels.length ||
        new Set(levels.map(({ name }) => name)).size < levels.length
      )
        throw new Refusal({ kind: 'invalid', cause: 'level-twice', field: 'levels' })
      settings.write({ ...before, connection: { ...before.connection, levels } })
      await site.reopen()
      afterChange()
      core.changed()
      return view()
    },

    'doors.open': async ({ doorId }: CallParsed<'doors.open'>) => {
      const control = await site.open()
      if (!control.openDoor) throw new Refusal({ kind: 'unsupported', cause: 'no-remote-open' })
      await control.openDoor(doorId, AT_DESK)
      core.log.info({ event: 'door-opened', door: doorId })
      return {}
    },
  }
}

function roleOf(connection: Connection): DevicesView['role'] {
  if (connection.kind === 'isapi') return 'alone'
  if (connection.kind === 'hikcentral' && connection.enrol === 'visitors') return 'visitors'
  return devicesOf(connection).length > 0 ? 'terminals' : 'none'
}
