import type { DeviceId } from '../../shared/model/device.ts'
import type { EventKind } from '../../shared/model/passage.ts'
import {
  type Connection,
  DEFAULT_RATE,
  DEFAULT_SPACING_MS,
  FeedSettings,
  type HikCentralConnection,
  type IsapiConnection,
} from '../../shared/model/settings.ts'
import type { Clock } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import { createHikCentral } from './hikcentral/driver.ts'
import { knownKinds } from './hikcentral/event-types.ts'
import { createHybrid } from './hybrid.ts'
import { createIsapi } from './isapi/driver.ts'
import { createFaceTerminals } from './isapi/face-terminals.ts'
import type { AccessControl, CallHeard, DeviceRefusals } from './port.ts'
import type { KnownPace } from './rate-finder.ts'

// The only file that sees the drivers: a new kind of site is one more branch here.

/** What a connection needs besides its settings. A device whose password is not known is not spoken to. */
export interface SiteSecrets {
  appSecret: string
  passwords: ReadonlyMap<DeviceId, string>
}

/** What each host was found to bear, from one run to the next. */
export interface PaceMemory {
  recall(host: string): KnownPace | null
  keep(host: string, pace: KnownPace): void
}

/** For a site opened just to be tested: nothing is learned from a dozen calls. */
const noMemory: PaceMemory = { recall: () => null, keep() {} }

/** The kinds of event that such a site is asked for one by one, as far as their meaning is known; none where it tells by itself. */
export const eventKinds = (kind: Connection['kind']): EventKind[] => (kind === 'isapi' ? [] : [...knownKinds])

/**
 * Opens a site. Nothing is sent until the first call. `zone`: the IANA zone access windows are written in; `deadlineMs`: for a whole call; `onCall`: told of each call
 * that went out.
 */
export function openSite(
  connection: HikCentralConnection | IsapiConnection,
  secrets: SiteSecrets,
  surroundings: {
    clock: Clock
    random: Random
    zone: string
    deadlineMs?: number
    paces?: PaceMemory
    refusals?: DeviceRefusals
    onCall?: CallHeard
    /** A site that is open meanwhile. */
    beside?: AccessControl | null
    /** How passages are read, looked at whenever somebody begins to; left out: as by default. */
    feed?: () => FeedSettings
  },
): AccessControl {
  switch (connection.kind) {
    case 'hikcentral': {
      const { host } = new URL(connection.url)
      const paces = surroundings.paces ?? noMemory
      const pace = {
        start: paces.recall(host) ?? { rate: DEFAULT_RATE, isCeiling: false },
        keep: (found: KnownPace) => paces.keep(host, found),
      }
      const feed = surroundings.feed ?? (() => FeedSettings.parse({}))
      const { beside } = surroundings
      const limiter = beside?.turns?.host === host ? beside.turns.limiter : undefined
      const server = createHikCentral({ ...connection, ...secrets, ...surroundings, pace, feed, limiter })
      const { terminals: devices } = connection
      // What number a visitor of its visitor module has on a terminal is the server's secret: its photo goes with it.
      if (devices.length === 0 || connection.enrol === 'visitors') return server
      return createHybrid(
        server,
        createFaceTerminals({ devices, spacingMs: DEFAULT_SPACING_MS, ...secrets, ...surroundings }),
        surroundings.clock,
      )
    }
    case 'isapi':
      return createIsapi({ ...connection, ...secrets, ...surroundings })
  }
}
