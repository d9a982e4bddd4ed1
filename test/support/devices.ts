import type { EmbeddedSite } from '../../electron/app/site.ts'
import type { DeviceId } from '../../shared/model/device.ts'
import { HikCentralConnection, IsapiConnection } from '../../shared/model/settings.ts'

/** A device of a simulator, in this process or another. */
export interface DeviceAddress {
  name: string
  url: string
  user: string
  password: string
  certificateSha256: string | null
}

export const deviceId = (index: number) => `t${index + 1}` as DeviceId

const settingsOf = (devices: readonly DeviceAddress[], more: { basic?: boolean; legacyTls?: boolean } = {}) =>
  devices.map(({ name, url, user, certificateSha256 }, i) => ({
    id: deviceId(i),
    name,
    url,
    user,
    pin: certificateSha256,
    ...more,
  }))

/** A server of a simulator, whose terminals get faces from us. */
export function hybridSite(
  site: { url: string; appKey: string; appSecret: string; certificateSha256: string; devices: readonly DeviceAddress[] },
  more: { rate?: number; concurrency?: number } = {},
): EmbeddedSite {
  const { url, appKey, appSecret, certificateSha256: pin, devices } = site
  const terminals = settingsOf(devices)
  const connection = HikCentralConnection.parse({
    kind: 'hikcentral',
    url,
    appKey,
    pin,
    rate: 50,
    concurrency: 10,
    ...more,
    terminals,
  })
  const passwords = new Map(devices.map(({ password }, i) => [deviceId(i), password]))
  return { address: async () => ({ connection, secrets: { appSecret, passwords } }), close: async () => {} }
}

/** The devices of a simulator as settings name them, and what they are opened with. */
export function connectionTo(
  devices: readonly DeviceAddress[],
  more: { spacingMs?: number; password?: string; basic?: boolean; legacyTls?: boolean } = {},
) {
  const connection = IsapiConnection.parse({
    kind: 'isapi',
    devices: settingsOf(devices, { basic: more.basic ?? true, legacyTls: more.legacyTls ?? false }),
    levels: [
      { id: 'guests', name: 'Guests', doors: null },
      { id: 'gosti', name: 'Гости', doors: ['t1:1', 't2:1', 't3:1'] },
      { id: 'meeting', name: 'Meeting rooms', doors: ['t1:1'] },
    ],
    spacingMs: more.spacingMs ?? 0,
  })
  const passwords = new Map(devices.map(({ password }, i) => [deviceId(i), more.password ?? password]))
  return { connection, secrets: { appSecret: '', passwords } }
}

/** The same in the place of the embedded site: a desk needs no settings for it. */
export function devicesSite(devices: readonly DeviceAddress[], more: Parameters<typeof connectionTo>[1] = {}): EmbeddedSite {
  return { address: async () => connectionTo(devices, more), close: async () => {} }
}
