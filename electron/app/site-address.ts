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

/** What a person calls it: the server's address, or its devices. */
export const siteNameOf = (connection: Connection): string =>
  connection.kind === 'hikcentral'
    ? new URL(connection.url).host
    : devicesOf(connection)
        .map(device => device.name)
        .join(', ')

/** The name under which the site's ids are kept: another address is another site, and so are the visitors of one to its persons, whose ids are others. */
export function siteKeyOf(connection: Connection): string {
  // Devices alone know a person by our own code: whichever they are, the ids are the same.
  if (connection.kind !== 'hikcentral') return connection.kind
  return connection.enrol === 'visitors' ? `${connection.url} visitors` : connection.url
}
