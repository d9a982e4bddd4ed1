import type { DeviceId } from '../../shared/model/device.ts'
import { type Connection, devicesOf, type HikCentralConnection, type IsapiConnection } from '../../shared/model/settings.ts'
import type { SiteSecrets } from '../access-control/open.ts'
import type { Secrets } from './settings-file.ts'

/** What a connection needs to be opened. */
export interface SiteAddress {
  connection: HikCentralConnection | IsapiConnection
  secrets: SiteSecrets
}

/** The passwords of a connection's devices, as far as they are known. */
export function passwordsOf(secrets: Secrets, connection: Connection): Map<DeviceId, string> {
  return new Map(
    devicesOf(connection).flatMap(({ id }) => {
      const password = secrets.device(id).get()
      return password === null ? [] : [[id, password] as const]
    }),
  )
}
