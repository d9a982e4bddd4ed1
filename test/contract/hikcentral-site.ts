import { openSite } from '../../electron/access-control/open.ts'
import { systemClock as clock } from '../../electron/base/clock.ts'
import { seededRandom } from '../../electron/base/random.ts'
import type { Quirk } from '../../electron/simulator/quirks.ts'
import { type RunningSimulator, startSimulator } from '../../electron/simulator/simulator.ts'
import type { World } from '../../electron/simulator/world.ts'
import type { WorldDocument } from '../../electron/simulator/world-document.ts'
import { type Enrol, HikCentralConnection } from '../../shared/model/settings.ts'
import type { OpenSite, SiteWish, Step } from './access-control-suite.ts'

const common = {
  grant: 'acs/v1/privilege/group/single/addPersons',
  apply: 'visitor/v1/auth/reapplication',
  result: 'acs/v1/auth/applicationResult',
  detail: 'visitor/v1/person/ID/elementDownloadDetail',
}

/** The steps in the words of the two ways a guest is kept there; the rest is the same call for both. */
const paths: Record<Enrol, Record<Step, string>> = {
  persons: { add: 'person/single/add', look: 'personCode/personInfo', ...common },
  visitors: { add: 'visitor/v1/registerment', look: 'register/getVistorRegisterRecord', ...common },
}

/** Rights are given by the group of the API. */
const groups: Record<Step, string> = {
  add: 'resource/v1/person',
  look: 'resource/v1/person',
  grant: 'acs/v1/privilege',
  apply: 'visitor/v1/auth',
  result: 'acs/v1/auth',
  detail: 'visitor/v1/person',
}

/** `simulator`: for what the port does not show. */
export interface OpenHikCentral extends OpenSite {
  simulator: RunningSimulator
}

/** A HikCentral site behind the port, over real sockets. */
export async function openHikCentral(
  wish: SiteWish,
  change: { appSecret?: string; pin?: string | null; enrol?: Enrol; quirksOff?: Quirk[] } = {},
): Promise<OpenHikCentral> {
  const rate = wish.rate ?? 50
  const enrol = change.enrol ?? 'persons'
  // A visitor's id always tells the doors (protocol A4, elementDownloadDetail): where it is not to, the right is missing.
  const mayNot = [...(wish.mayNot ?? []), ...(wish.details === false && enrol === 'visitors' ? (['detail'] as const) : [])]
  const simulator = await startSimulator({
    rate,
    latencyMs: 20,
    seed: wish.seed ?? 1,
    script: {
      faults: (wish.troubles ?? []).map(({ step, trouble, ...rest }) => ({
        path: paths[enrol][step],
        after: 0,
        kind: trouble,
        ...rest,
      })),
      noPermission: mayNot.map(step => groups[step]),
      applyMs: 200,
      quirksOff: change.quirksOff ?? [],
      staleFailures: wish.staleFailures ?? 0.1,
      personDetail: wish.details === false ? '128' : 'answers',
    },
  })
  const { url, appKey, certificateSha256 } = simulator
  const connection = HikCentralConnection.parse({
    kind: 'hikcentral',
    url,
    appKey,
    rate,
    concurrency: 10,
    enrol,
    pin: change.pin === undefined ? certificateSha256 : change.pin,
  })
  const secrets = { appSecret: change.appSecret ?? simulator.appSecret, passwords: new Map() }
  const site = openSite(connection, secrets, {
    clock,
    random: seededRandom(7),
    zone: 'Asia/Kolkata',
    deadlineMs: wish.deadlineMs ?? 5000,
  })
  return {
    site,
    simulator,
    async world() {
      const document = (await (await fetch(simulator.worldUrl)).json()) as WorldDocument
      return enrol === 'visitors' ? { ...document, persons: present(document.visitors) } : document
    },
    reachable: async () => {},
    async lose(ref) {
      if (enrol === 'persons') return site.remove(ref, { rank: 0 })
      loseVisitor(simulator.world, ref)
    },
    async close() {
      await site.close()
      await simulator.close()
    },
  }
}

/** Whoever is out stays in the visitor module's records; on the site they are no more. */
function present(visitors: WorldDocument['visitors']) {
  return visitors
    .filter(one => one.status !== 2)
    .map(({ visitorId, certificateNo, ...rest }) => ({ ...rest, personId: visitorId, personCode: certificateNo }))
}

function loseVisitor(world: World, ref: string): void {
  for (const visit of [...world.visits.values()]) if (visit.visitorId === ref) world.visits.delete(visit.id)
  world.visitors.delete(ref)
}
