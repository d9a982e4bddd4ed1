import { expect, test } from 'vitest'
import { readCertificate } from '../../electron/access-control/connector.ts'
import { systemClock as clock } from '../../electron/base/clock.ts'
import { startSimulator } from '../../electron/simulator/simulator.ts'
import { accessControlSuite } from './access-control-suite.ts'
import { openHikCentral } from './hikcentral-site.ts'
import { openIsapi } from './isapi-site.ts'

const call = { rank: 0 }

const server = { isServer: true, admit: { bare: 1, withPhoto: 1 }, refused: { family: 'Иванова'.repeat(40) } }
accessControlSuite('hikcentral', server, wish => openHikCentral(wish))
accessControlSuite('hikcentral visitors', server, wish => openHikCentral(wish, { enrol: 'visitors' }))

const devices = {
  isServer: false,
  admit: { bare: 4, withPhoto: 8 },
  refused: { window: { from: 1_900_003_600_000, until: 1_900_000_000_000 } },
}
accessControlSuite('isapi', devices, openIsapi)

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
