import type { EmbeddedSite } from '../../electron/app/site.ts'
import type { DeviceId } from '../../shared/model/device.ts'
import { IsapiConnection } from '../../shared/model/settings.ts'

/** A device of a simulator, in this process or another. */
export interface DeviceAddress {
  name: string
  url: string
  user: string
  password: string
  certificateSha256: string | null
}

export const deviceId = (index: number) => `t${index + 1}` as DeviceId

/** The devices of a simulator as settings name them, and what they are opened with. */
export function connectionTo(
  devices: readonly DeviceAddress[],
  more: { spacingMs?: number; password?: string; basic?: boolean } = {},
) {
  const connection = IsapiConnection.parse({
    kind: 'isapi',
    devices: devices.map(({ name, url, user, certificateSha256 }, i) => ({
      id: deviceId(i),
      name,
      url,
      user,
      pin: certificateSha256,
      basic: more.basic ?? true,
    })),
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
