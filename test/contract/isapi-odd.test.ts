import { afterEach, describe, expect, test } from 'vitest'
import { openSite } from '../../electron/access-control/open.ts'
import type { AccessControl, PersonCard, Standing } from '../../electron/access-control/port.ts'
import { systemClock } from '../../electron/base/clock.ts'
import { seededRandom } from '../../electron/base/random.ts'
import type { LevelId, PersonCode } from '../../shared/model/ids.ts'
import { connectionTo } from '../support/devices.ts'
import { type Asked, type Bend, openPlainTerminal, type PlainTerminal } from '../support/plain-terminal.ts'
import { quickClock } from '../support/quick-clock.ts'
import { standingsOf } from './standings.ts'

// Shapes that the fact sheet allows and the simulator does not make, from a terminal that shares nothing with it.

const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

/** `password`: another than the terminal's own, and pauses of a busy device take their twentieth. */
async function open(bend: Bend = {}, password?: string): Promise<{ terminal: PlainTerminal; site: AccessControl }> {
  const terminal = await openPlainTerminal(bend)
  const { connection, secrets } = connectionTo([terminal], { basic: false, ...(password ? { password } : {}) })
  const clock = password ? quickClock(20) : systemClock
  const site = openSite(connection, secrets, { clock, random: seededRandom(3), zone: 'UTC', deadlineMs: 60_000 })
  opened.push(terminal, site)
  return { terminal, site }
}

const call = { rank: 0 }
const jpeg = Buffer.from([0xff, 0xd8, 1, 2, 3, 0xff, 0xd9])
const cardOf = (n: number, more: Partial<PersonCard> = {}): PersonCard => ({
  code: `73000000000${n}` as PersonCode,
  family: 'Berg',
  given: `Anna ${n}`,
  phone: '',
  email: '',
  window: { from: Date.UTC(2030, 0, 1), until: Date.UTC(2030, 0, 2) },
  photo: async () => jpeg,
  photoKept: false,
  levels: ['guests' as LevelId],
  known: null,
  lookFirst: false,
  ...more,
})
const { standing, gone } = standingsOf(cardOf)
const stateOf = async (site: AccessControl, one: Standing) => (await site.delivery([one], 'each', call))[0]?.state
const page = (asked: Asked, status = 404) => {
  asked.answer(status, '<html><body>Not Found</body></html>', { 'content-type': 'text/html' })
  return true
}

async function comesAndGoes({ terminal, site }: Awaited<ReturnType<typeof open>>) {
  expect(await site.admit(cardOf(1), call)).toMatchObject({ photo: 'accepted' })
  await site.apply([standing(1)], call)
  expect(await stateOf(site, standing(1))).toBe('done')
  expect([...terminal.faces]).toEqual([cardOf(1).code])
  await site.apply([gone(1)], call)
  expect(await stateOf(site, gone(1))).toBe('done')
  expect(terminal.users.size).toBe(0)
}

describe('a wrong password is sent twice and never again', () => {
  let asked = 0
  const every = (n: number, status: number, content: object | string) => (one: Asked) => {
    if (++asked % n > 0) return false
    one.answer(status, content)
    return true
  }
  test.each<[string, Bend]>([
    ['the same nonce again', {}],
    ['another nonce each time', { nonces: 'renewed' }],
    [
      'stale, whatever it is',
      { nonces: 'renewed', challenge: nonce => `Digest realm="r", nonce="${nonce}", qop="auth", stale="TRUE"` },
    ],
    ['no qop', { challenge: nonce => `Digest realm="r", nonce="${nonce}"` }],
    [
      'several challenges',
      { challenge: nonce => [`Basic realm="r"`, `Digest realm="r", nonce="${nonce}", algorithm=MD5, qop="auth"`] },
    ],
    ['busy in between', { before: every(3, 503, { statusCode: 2, subStatusCode: 'deviceBusy' }) }],
    ['somebody else’s page in between', { before: every(3, 502, '<html/>') }],
    ['a 401 that challenges nobody in between', { before: every(3, 401, '') }],
  ])('%s', async (_, bend) => {
    asked = 0
    const { terminal, site } = await open(bend, 'wrong')
    const probe = () => site.probe(call).catch(() => null)
    const shut = { kind: 'credentials', cause: 'keys' }
    await expect.poll(() => probe().then(site.shut), { timeout: 20_000, interval: 20 }).toMatchObject(shut)
    for (let i = 0; i < 5; i++) await probe()
    expect(terminal.wrong).toBe(2)
  })

  test('a right one goes on with nonces that serve once and are never called stale', async () => {
    const at = await open({ nonces: 'renewed' })
    await comesAndGoes(at)
    expect(at.site.shut()).toBeNull()
  })
})

describe('a search that does not add up is unknown, never absent', () => {
  test.each<[string, Bend['search']]>([
    ['more to come, and nothing comes', told => ({ ...told, responseStatusStrg: 'MORE', numOfMatches: 0, UserInfo: undefined })],
    ['matches without a list', told => ({ ...told, UserInfo: undefined })],
    ['users without a number', told => ({ ...told, UserInfo: [{ name: 'Anna' }], numOfMatches: 1, responseStatusStrg: 'OK' })],
  ])('%s: whoever leaves has not left', async (_, search) => {
    const { terminal, site } = await open({ search })
    terminal.users.set(cardOf(1).code, { employeeNo: cardOf(1).code, name: 'Anna 1 Berg' })
    await site.apply([gone(1)], call)
    expect(await stateOf(site, gone(1))).toBe('pending')
    expect(terminal.users.size).toBe(1)
  })

  test('pages that do not say whether they are the last go on as far as the total', async () => {
    const { terminal, site } = await open({
      search: told => ({ ...told, responseStatusStrg: undefined }),
      instead: (asked, { users }) => {
        if (asked.path !== 'AccessControl/UserInfo/capabilities') return false
        expect(users.size).toBe(0)
        asked.answer(
          200,
          '<UserInfo><supportFunction opt="post,put,setUp"/><UserInfoSearchCond><maxResults min="1" max="2"/></UserInfoSearchCond></UserInfo>',
        )
        return true
      },
    })
    for (const n of [1, 2, 3, 4, 5]) await site.admit(cardOf(n), call)
    const all = [1, 2, 3, 4, 5].map(gone)
    await site.apply(all, call)
    expect(terminal.users.size).toBe(0)
  })
})

describe('firmware that lacks a call says so with a page for people', () => {
  test('FDSetUp: the face is added; DeleteProcess: the deletion was done when it was answered', async () => {
    const at = await open({ instead: asked => /FDSetUp|DeleteProcess/.test(asked.path) && page(asked) })
    await comesAndGoes(at)
    expect(at.terminal.asked).toContain('Intelligent/FDLib/FaceDataRecord')
  })
})

test('a refusal without its number is read all the same: a stranger stays who they are', async () => {
  const { terminal, site } = await open({
    instead(asked, { users }) {
      if (!asked.path.endsWith('UserInfo/Record') || users.size === 0) return false
      asked.answer(400, { subStatusCode: 'employeeNoAlreadyExist' })
      return true
    },
  })
  terminal.users.set(cardOf(1).code, { employeeNo: cardOf(1).code, name: 'Somebody Else' })
  await expect(site.admit(cardOf(1), call)).rejects.toMatchObject({ failure: { kind: 'conflict', cause: 'code-taken' } })
  expect(terminal.users.get(cardOf(1).code)).toMatchObject({ name: 'Somebody Else' })
})

test('another device in the place of one that went away is asked everything anew', async () => {
  const { terminal, site } = await open()
  await site.admit(cardOf(1), call)
  terminal.down = true
  await expect.poll(() => site.devices?.(call), { timeout: 20_000 }).toMatchObject([{ failure: { kind: 'offline' } }])
  Object.assign(terminal, { down: false, model: 'DS-OTHER', users: new Map(), faces: new Set(), asked: [] })
  const other = [{ state: 'online', model: 'DS-OTHER', faces: { max: 100 } }]
  await expect.poll(() => site.devices?.(call), { timeout: 20_000 }).toMatchObject(other)
  expect(terminal.asked).toContain('AccessControl/UserInfo/capabilities')
  await site.apply([standing(1)], call)
  expect([[...terminal.users.keys()], [...terminal.faces]]).toEqual([[cardOf(1).code], [cardOf(1).code]])
})

test('a clock that shows no year of ours delivers nobody', async () => {
  const { site } = await open({ wall: '1970-01-01T03:00:10' })
  await site.admit(cardOf(1), call)
  await site.apply([standing(1)], call)
  expect(await stateOf(site, standing(1))).toBe('missed')
  expect((await site.doctor(call)).find(({ name }) => name === 'clock')).toMatchObject({ ok: false, fix: 'set-clock' })
})
