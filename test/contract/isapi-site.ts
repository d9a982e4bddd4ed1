import { expect } from 'vitest'
import { openSite } from '../../electron/access-control/open.ts'
import { systemClock as clock } from '../../electron/base/clock.ts'
import { seededRandom } from '../../electron/base/random.ts'
import type { DeviceWish } from '../../electron/simulator/isapi/device-script.ts'
import { type RunningSimulator, startSimulator } from '../../electron/simulator/simulator.ts'
import { connectionTo } from '../support/devices.ts'
import type { OpenSite, SiteWish, Step, Trouble } from './access-control-suite.ts'

/** The steps in the words of devices. */
const paths: Record<Step, string> = {
  add: 'UserInfo/Record',
  look: 'UserInfo/Search',
  grant: 'UserInfo/Modify',
  apply: 'UserInfo/Search',
  result: 'UserInfo/Search',
  detail: 'UserInfo/Search',
}
/** A device counts nobody's calls: too many of them are a busy device. */
const kinds: Partial<Record<Trouble, string>> = { '429': 'busy', quota: 'busy' }

export interface OpenIsapi extends OpenSite {
  simulator: RunningSimulator
}

const FOUR: readonly DeviceWish[] = Array.from({ length: 4 }, () => ({ model: 'DS-K1T342MWX' }))

/** Devices behind the port, over real sockets: four of a well-behaved kind unless said. */
export async function openIsapi(
  wish: SiteWish,
  change: {
    devices?: readonly DeviceWish[]
    spacingMs?: number
    password?: string
    basic?: boolean
    legacyTls?: boolean
    faults?: object[]
  } = {},
): Promise<OpenIsapi> {
  const simulator = await startSimulator({
    latencyMs: 5,
    seed: wish.seed ?? 1,
    walkers: false,
    isapi: change.devices ?? FOUR,
    script: {
      faults: [
        ...(change.faults ?? []),
        ...(wish.troubles ?? []).map(({ step, trouble, retryAfter, ...rest }) => ({
          path: paths[step],
          device: '*',
          after: 0,
          kind: kinds[trouble] ?? trouble,
          ...rest,
        })),
      ],
    },
  })
  const { connection, secrets } = connectionTo(simulator.devices, change)
  const site = openSite(connection, secrets, {
    clock,
    random: seededRandom(7),
    zone: 'Asia/Kolkata',
    deadlineMs: wish.deadlineMs ?? 5000,
  })
  return {
    site,
    simulator,
    world: async () => worldOf(simulator),
    async reachable() {
      await expect
        .poll(
          () =>
            site.probe({ rank: 0 }).then(
              () => true,
              () => false,
            ),
          { timeout: 20_000, interval: 50 },
        )
        .toBe(true)
    },
    async lose(ref) {
      for (const { terminal } of simulator.devices) terminal.users.delete(ref)
    },
    async close() {
      await site.close()
      await simulator.close()
    },
  }
}

/** The persons of all devices as one: on the level whose doors they may open everywhere. */
function worldOf(simulator: RunningSimulator): Awaited<ReturnType<OpenSite['world']>> {
  const documents = simulator.devices.map(device => device.document())
  const codes = [...new Set(documents.flatMap(({ users }) => users.map(user => user.employeeNo)))]
  const persons = codes.map(code => {
    const everywhere = documents.flatMap(({ users }) => users.filter(user => user.employeeNo === code))
    const [first] = everywhere
    return {
      personId: code,
      personCode: code,
      name: first?.name ?? '',
      hasFace: everywhere.every(user => user.hasFace),
      beginTime: withOffset(first?.begin ?? ''),
      endTime: withOffset(first?.end ?? ''),
      levels: everywhere.length === documents.length ? ['Guests'] : everywhere.length === 3 ? ['Гости'] : [],
      appliedDoors: everywhere.flatMap((user, i) => user.rights.map(door => `t${i + 1}:${door}`)),
    }
  })
  const sum = (of: (one: (typeof documents)[number]) => number) => documents.reduce((total, one) => total + of(one), 0)
  const total = sum(({ calls }) => calls.total + calls.unauthorized + calls.refused)
  return { persons, calls: { total, maxPerSecond: 0, refused: sum(({ calls }) => calls.refused) } }
}

/** The wall of the devices used here stands in UTC+3. */
const withOffset = (wall: string) => `${wall}+03:00`
