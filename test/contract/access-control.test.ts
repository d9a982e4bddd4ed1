import { expect, test } from 'vitest'
import { readCertificate } from '../../electron/access-control/connector.ts'
import { openSite } from '../../electron/access-control/open.ts'
import { systemClock as clock } from '../../electron/base/clock.ts'
import { seededRandom } from '../../electron/base/random.ts'
import { startSimulator } from '../../electron/simulator/simulator.ts'
import { HikCentralConnection } from '../../shared/model/settings.ts'
import { accessControlSuite, type OpenSite, type SiteWish, type Step } from './access-control-suite.ts'

const paths: Record<Step, string> = {
  add: 'person/single/add',
  look: 'personCode/personInfo',
  grant: 'acs/v1/privilege/group/single/addPersons',
  apply: 'visitor/v1/auth/reapplication',
  result: 'acs/v1/auth/applicationResult',
  detail: 'visitor/v1/person/ID/elementDownloadDetail',
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

async function openHikCentral(wish: SiteWish, change: { appSecret?: string; pin?: string | null } = {}): Promise<OpenSite> {
  const rate = wish.rate ?? 50
  const simulator = await startSimulator({
    rate,
    latencyMs: 20,
    seed: wish.seed ?? 1,
    script: {
      faults: (wish.troubles ?? []).map(({ step, trouble, ...rest }) => ({
        path: paths[step],
        after: 0,
        kind: trouble,
        ...rest,
      })),
      noPermission: (wish.mayNot ?? []).map(step => groups[step]),
      applyMs: 200,
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
    pin: change.pin === undefined ? certificateSha256 : change.pin,
  })
  const secrets = { appSecret: change.appSecret ?? simulator.appSecret }
  const site = openSite(connection, secrets, {
    clock,
    random: seededRandom(7),
    zone: 'Asia/Kolkata',
    deadlineMs: wish.deadlineMs ?? 5000,
  })
  return {
    site,
    world: async () => (await (await fetch(simulator.worldUrl)).json()) as Awaited<ReturnType<OpenSite['world']>>,
    async close() {
      await site.close()
      await simulator.close()
    },
  }
}

accessControlSuite('hikcentral', openHikCentral)

const call = { rank: 0 }

test('a wrong secret: every check tells it, and nothing tells the secret', async () => {
  const opened = await openHikCentral({}, { appSecret: 'not-the-secret' })
  try {
    const checks = await opened.site.doctor(call)
    expect(checks.find(c => c.name === 'signature')).toMatchObject({
      ok: false,
      fix: 'check-secret',
      failure: { kind: 'credentials' },
    })
    expect(checks.filter(c => c.ok).map(c => c.name)).toEqual(['name', 'port', 'certificate', 'clock'])
    expect(JSON.stringify(checks)).not.toContain('not-the-secret')
    expect(JSON.stringify(checks)).toContain('appKey:…')
  } finally {
    await opened.close()
  }
})

test('a certificate nobody vouches for: the doctor asks for a pin, a wrong one is told apart', async () => {
  for (const [pin, fix] of [
    [null, 'pin-certificate'],
    ['0'.repeat(64), 'compare-certificate'],
  ] as const) {
    const opened = await openHikCentral({}, { pin })
    try {
      const checks = await opened.site.doctor(call)
      expect(checks.slice(0, 3)).toMatchObject([{ ok: true }, { ok: true }, { name: 'certificate', ok: false, fix }])
      expect((await opened.world()).calls.total).toBe(0)
    } finally {
      await opened.close()
    }
  }
})

test('the wizard reads the simulator’s certificate', async () => {
  const simulator = await startSimulator({})
  try {
    expect(await readCertificate(simulator.url, clock)).toMatchObject({ sha256: simulator.certificateSha256, trusted: false })
  } finally {
    await simulator.close()
  }
})
