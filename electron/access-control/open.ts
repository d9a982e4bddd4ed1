import type { HikCentralConnection } from '../../shared/model/settings.ts'
import type { Clock } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import { createHikCentral } from './hikcentral/driver.ts'
import type { AccessControl, CallHeard } from './port.ts'

// The only file that sees the drivers: a new kind of site is one more branch here.

/** What a connection needs besides its settings. */
export interface SiteSecrets {
  appSecret: string
}

/** Opens a site. Nothing is sent until the first call. `zone`: the IANA zone access windows are written in; `deadlineMs`: for a whole call; `onCall`: told of each call that went out. */
export function openSite(
  connection: HikCentralConnection,
  secrets: SiteSecrets,
  surroundings: { clock: Clock; random: Random; zone: string; deadlineMs?: number; onCall?: CallHeard },
): AccessControl {
  switch (connection.kind) {
    case 'hikcentral':
      return createHikCentral({ ...connection, ...secrets, ...surroundings })
  }
}
