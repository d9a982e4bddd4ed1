import sharp from 'sharp'
import { afterEach, describe, expect, test } from 'vitest'
import {
  type AccessControl,
  type CallContext,
  type Delivery,
  type PersonCard,
  SiteError,
  type Standing,
} from '../../electron/access-control/port.ts'
import type { Failure } from '../../shared/model/failure.ts'
import type { LevelId, PersonCode, PersonRef } from '../../shared/model/ids.ts'

export type Trouble = '429' | 'quota' | '5xx' | 'html' | 'drop' | 'hang' | 'drip' | 'truncated'
/** The steps of one registration, whatever calls a site needs for them. */
export type Step = 'add' | 'look' | 'grant' | 'apply' | 'result' | 'detail'

/** What a test wants of the site it gets; a driver's opener says it in the words of its simulator. */
export interface SiteWish {
  seed?: number
  troubles?: { step: Step; trouble: Trouble; times: number; retryAfter?: number }[]
  mayNot?: Step[]
  staleFailures?: number
  /** Whether a person's id tells the doors one by one. */
  details?: boolean
  deadlineMs?: number
  rate?: number
}

/** What differs by the nature of a site, and not by how well its driver does. */
export interface SiteTraits {
  /**
   * Levels, their members and rights to each call are the site's, a call for each step and each limited in number. Else levels are ours, and go to every door with the person;
   * each of several devices is asked by itself.
   */
  isServer: boolean
  /** Calls for one new guest, over all of the site: without and with a photo. */
  admit: { bare: number; withPhoto: number }
  /** Something of a card that it will never take. */
  refused: Partial<PersonCard>
}

export interface OpenSite {
  site: AccessControl
  /** The guests who are on the site since the start, by whatever name it keeps them, and the calls the site counted. */
  world(): Promise<{
    persons: {
      personId: string
      personCode: string
      name: string
      hasFace: boolean
      beginTime: string
      endTime: string
      levels: string[]
      appliedDoors: string[]
    }[]
    calls: { total: number; maxPerSecond: number; refused: number }
  }>
  /** Resolves when the site is asked again after a silence: a device is left alone for a moment. */
  reachable(): Promise<void>
  /** The site loses a guest for good, as if somebody had deleted them there. */
  lose(ref: PersonRef): Promise<void>
  close(): Promise<void>
}

const picture = (chroma: '4:2:0' | '4:4:4') =>
  sharp({ create: { width: 600, height: 800, channels: 3, background: '#a98' } })
    .jpeg({ quality: 90, chromaSubsampling: chroma })
    .toBuffer()

const from = Date.UTC(2030, 5, 3, 6)
const until = Date.UTC(2030, 5, 3, 15)

/** The id of the level "Guests" where levels are ours; a site that keeps its own has no use for it in a card. */
export const GUESTS = 'guests' as LevelId

const cardOf = (n: number, more: Partial<PersonCard> = {}): PersonCard => ({
  code: String(730_000_000_000 + n) as PersonCode,
  family: 'Иванова',
  given: `Анна ${'I'.repeat(n)}`.trim(),
  phone: '+7 900 000-00-00',
  email: 'guest@example.org',
  window: { from, until },
  photo: null,
  photoKept: false,
  levels: [GUESTS],
  known: null,
  lookFirst: false,
  ...more,
})

/** What a guest is to have: the card, on these levels. */
const standing = (ref: PersonRef, n: number, levels: LevelId[] = [GUESTS], left: LevelId[] = []): Standing => ({
  ref,
  left,
  at: [],
  card: cardOf(n, { known: ref, levels }),
})

const failureOf = (work: Promise<unknown>): Promise<Failure> =>
  work.then(
    () => {
      throw new Error('it got through')
    },
    error => {
      expect(error).toBeInstanceOf(SiteError)
      return (error as SiteError).failure
    },
  )

/** What every driver owes the port, over real sockets against its simulator. */
export function accessControlSuite(name: string, traits: SiteTraits, open: (wish: SiteWish) => Promise<OpenSite>): void {
  const { isServer } = traits
  const opened: OpenSite[] = []
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close()
  })
  async function start(wish: SiteWish = {}) {
    const made = await open(wish)
    opened.push(made)
    let calls = 0
    const call: CallContext = { rank: 10, onCall: () => calls++ }
    return { ...made, call, calls: () => calls }
  }
  type Started = Awaited<ReturnType<typeof start>>

  async function levelOf({ site, call }: Started, name = 'Guests'): Promise<LevelId> {
    const level = (await site.accessLevels(call)).find(l => l.name === name)
    expect(level).toBeDefined()
    return level!.id
  }
  async function admitAll(started: Started, count: number): Promise<PersonRef[]> {
    const admissions = await Promise.all(Array.from({ length: count }, (_, i) => started.site.admit(cardOf(i + 1), started.call)))
    return admissions.map(a => a.ref)
  }
  const standings = (refs: readonly PersonRef[], levels?: LevelId[]) =>
    refs.map((ref, i) => standing(ref, i + 1, levels, levels && [GUESTS]))
  const settled = (deliveries: Delivery[]) => deliveries.every(d => d.state === 'done')

  describe(`${name}: reading`, () => {
    test('probe, doors, levels; every call is told', async () => {
      const { site, call, calls, world } = await start()
      const before = (await world()).calls.total
      expect(await site.probe(call)).toMatchObject({ product: expect.stringMatching(/\w/), version: expect.stringMatching(/\d/) })
      expect((await site.doors(call)).length).toBeGreaterThan(3)
      const levels = await site.accessLevels(call)
      expect(levels.map(l => l.name)).toEqual(expect.arrayContaining(['Guests', 'Гости', 'Meeting rooms']))
      expect(new Set(levels.map(l => l.id)).size).toBe(levels.length)
      expect((await world()).calls.total - before).toBe(calls())
    })

    test('nobody has a code until somebody does', async () => {
      const { site, call } = await start()
      const { code } = cardOf(1)
      expect(await site.find({ code }, call)).toBeNull()
      const { ref } = await site.admit(cardOf(1), call)
      const person = { ref, code, family: 'Иванова', given: 'Анна I', window: { from, until }, hasPhoto: false }
      expect(await site.find({ code }, call)).toEqual(person)
      expect(await site.find({ ref }, call)).toEqual(person)
      expect(await site.find({ ref: '999999' as PersonRef }, call)).toBeNull()
    })

    test('another window is kept as asked; one for nobody is told', async () => {
      const { site, call, calls } = await start()
      const { ref, record } = await site.admit(cardOf(1), call)
      const before = calls()
      const longer = { from, until: until + 7_200_000 }
      const { code, family, given } = cardOf(1)
      await site.extend({ ref, record, code, family, given, window: longer }, call)
      expect(calls() - before).toBe(isServer ? 1 : 0)
      await site.apply([{ ...standing(ref, 1), card: cardOf(1, { known: ref, window: longer }) }], call)
      expect((await site.find({ ref }, call))?.window).toEqual(longer)
      if (isServer) {
        const gone = site.extend({ ref: '999999' as PersonRef, record, code, family, given, window: longer }, call)
        expect(await failureOf(gone)).toMatchObject({ kind: 'not-found' })
      }
      await site.checkOut(ref, record, call)
    })

    test('a doctor’s checks all pass on a healthy site', async () => {
      const { site, call } = await start()
      for (const check of await site.doctor(call)) expect(check, check.name).toMatchObject({ ok: true, fix: null, failure: null })
    })

    if (isServer)
      test('a doctor whose calls were too many asks again: that says nothing of a right', async () => {
        const troubles = [
          { step: 'apply', trouble: '429', times: 2, retryAfter: 1 },
          { step: 'result', trouble: 'quota', times: 1 },
        ] as const
        const { site, call } = await start({ troubles: [...troubles] })
        for (const check of await site.doctor(call)) expect(check, check.name).toMatchObject({ ok: true, failure: null })
      })

    if (isServer)
      test('a site that refuses a right is told apart, check by check', async () => {
        const { site, call } = await start({ mayNot: ['grant'] })
        const bad = (await site.doctor(call)).filter(check => !check.ok)
        expect(bad.length).toBeGreaterThan(0)
        for (const check of bad)
          expect(check).toMatchObject({ fix: 'grant-api', failure: { kind: 'credentials', cause: 'no-permission' } })
      })
  })

  describe(`${name}: admitting`, () => {
    test('an e-mail that is no address keeps nobody out: it stays with us', async () => {
      const started = await start()
      await levelOf(started)
      const before = started.calls()
      for (const [n, email] of ['нет', 'anna at example.org'].entries())
        expect(await started.site.admit(cardOf(n + 1, { email }), started.call)).toMatchObject({ photo: 'none' })
      expect(started.calls() - before).toBe(2 * traits.admit.bare)
    })

    test('the photo goes with the guest, in the fewest calls', async () => {
      const started = await start()
      await levelOf(started)
      const before = started.calls()
      const photo = await picture('4:2:0')
      let read = 0
      const card = cardOf(1, {
        photo: async () => {
          read++
          return photo
        },
      })
      expect(await started.site.admit(card, started.call)).toMatchObject({ photo: 'accepted' })
      expect(started.calls() - before).toBe(traits.admit.withPhoto)
      expect(read).toBeGreaterThan(0)
      const [person] = (await started.world()).persons
      expect(person).toMatchObject({ personCode: card.code, name: 'Анна I Иванова', hasFace: true })
      expect([Date.parse(person!.beginTime), Date.parse(person!.endTime)]).toEqual([from, until])
    })

    test.each([1, 2, 3, 4, 5, 6])('a refused photo leaves the guest (seed %i)', async seed => {
      const { site, call, world } = await start({ seed })
      const photo = await picture('4:4:4')
      const admission = await site.admit(cardOf(1, { photo: async () => photo }), call)
      expect(admission.photo).toMatchObject({ refused: { kind: 'photo-refused', cause: expect.stringMatching(/^[a-z-]+$/) } })
      expect((await world()).persons).toMatchObject([{ personId: admission.ref, hasFace: false }])
    })

    test('a photo that cannot be read is refused here, and the guest is let in', async () => {
      const { site, call, world } = await start()
      const admission = await site.admit(cardOf(1, { photo: () => Promise.reject(new Error('/path/to/face')) }), call)
      expect(admission.photo).toEqual({ refused: { kind: 'photo-refused', cause: 'photo-missing' } })
      expect((await world()).persons).toHaveLength(1)
    })

    test('the same code twice is one person; under another name it is a stranger', async () => {
      const { site, call, world } = await start()
      const photo = await picture('4:2:0')
      const first = await site.admit(cardOf(1), call)
      const later = { from: from + 3_600_000, until: until + 3_600_000 }
      expect(await site.admit(cardOf(1, { window: later, photo: async () => photo }), call)).toMatchObject({
        ref: first.ref,
        photo: 'accepted',
      })
      const { persons } = await world()
      expect(persons).toMatchObject([{ hasFace: true }])
      expect(Date.parse(persons[0]!.endTime)).toBe(later.until)
      expect(await failureOf(site.admit(cardOf(1, { family: 'Petrov' }), call))).toMatchObject({ kind: 'conflict' })
    })

    test('a guest from before is updated, and added again where the site forgot', async () => {
      const { site, call, world, lose } = await start()
      const { ref } = await site.admit(cardOf(1), call)
      expect(await site.admit(cardOf(1, { given: 'Мария', known: ref }), call)).toMatchObject({ ref, photo: 'none' })
      expect((await world()).persons).toMatchObject([{ name: 'Мария Иванова' }])
      await site.remove(ref, call)
      await site.remove(ref, call)
      expect((await world()).persons).toEqual([])
      await lose(ref)
      const again = await site.admit(cardOf(1, { known: ref }), call)
      expect((await world()).persons).toMatchObject([{ personId: again.ref }])
    })

    test('a value the site refuses names no person', async () => {
      const { site, call } = await start()
      const failure = await failureOf(site.admit(cardOf(1, traits.refused), call))
      expect(failure.kind).toBe('invalid')
      expect(JSON.stringify(failure)).not.toMatch(/Иванова|Анна|guest@|900/)
    })
  })

  describe(`${name}: trouble`, () => {
    test.each(['429', 'quota'] as const)('%s: busy, held back, counted', async trouble => {
      const { site, call, world } = await start({ troubles: [{ step: 'add', trouble, times: 1, retryAfter: 1 }] })
      const started = performance.now()
      // Whoever is told to wait waits; a device is asked again in the same turn.
      if (isServer) expect(await failureOf(site.admit(cardOf(1), call))).toMatchObject({ kind: 'busy' })
      await site.admit(cardOf(1), call)
      expect(performance.now() - started).toBeGreaterThan(900)
      expect(site.limiter().slowed).toBe(1)
      expect((await world()).persons).toHaveLength(1)
    })

    // A device that says 503 is a busy one: see above.
    const unclear = ['html', 'drop', 'hang', 'drip', 'truncated'] as const
    test.each(isServer ? (['5xx', ...unclear] as const) : unclear)(
      '%s: whatever became of it, looking first doubles nobody',
      async trouble => {
        for (const seed of [1, 2]) {
          const { site, call, world, reachable } = await start({
            seed,
            deadlineMs: 400,
            troubles: [{ step: 'add', trouble, times: 1 }],
          })
          const photo = await picture('4:2:0')
          const card = cardOf(1, { photo: async () => photo })
          const failure = await failureOf(site.admit(card, call))
          expect(trouble === '5xx' ? ['busy', 'timeout'] : ['timeout']).toContain(failure.kind)
          await reachable()
          const { ref, photo: taken } = await site.admit({ ...card, lookFirst: true }, call)
          expect(taken).toBe('accepted')
          // One device of several may have been too slow even then: that is made good by applying.
          const whole = async () => {
            if (!isServer) await site.apply([{ ref, card, left: [], at: [] }], call).catch(() => null)
            return (await world()).persons
          }
          await expect.poll(whole, { timeout: 20_000, interval: 100 }).toMatchObject([{ personCode: card.code, hasFace: true }])
        }
      },
    )

    test('a look that fails is no "absent": nobody is added on it', async () => {
      const { site, call, world } = await start({ deadlineMs: 400, troubles: [{ step: 'look', trouble: 'html', times: 1 }] })
      expect(await failureOf(site.admit(cardOf(1, { lookFirst: true }), call))).toMatchObject({ kind: 'timeout' })
      expect((await world()).persons).toEqual([])
    })

    test('given up while waiting for its turn: nothing is sent', async () => {
      const started = await start()
      const { site, call, calls } = started
      await levelOf(started)
      const before = calls()
      const gone = new AbortController()
      const work = Promise.all(
        Array.from({ length: 5 }, (_, i) => failureOf(site.admit(cardOf(i), { ...call, signal: gone.signal }))),
      )
      gone.abort()
      for (const failure of await work) expect(failure).toMatchObject({ cause: 'cancelled' })
      expect(calls() - before).toBeLessThan(isServer ? 3 : 5)
    })
  })

  describe(`${name}: levels and doors`, () => {
    test('a set is granted, applied, delivered and withdrawn, a call for each step', async () => {
      const started = await start({ staleFailures: 0 })
      const { site, call, calls, world } = started
      const level = await levelOf(started)
      const refs = await admitAll(started, 12)
      const before = calls()
      expect(await site.grant(level, refs, call)).toEqual(new Map())
      await site.apply(standings(refs), call)
      if (isServer) expect(calls() - before).toBe(2)
      await expect
        .poll(async () => settled(await site.delivery(standings(refs), 'set', call)), { timeout: 20_000, interval: 100 })
        .toBe(true)
      for (const person of (await world()).persons) {
        expect(person.levels).toEqual(['Guests'])
        expect(person.appliedDoors.length).toBeGreaterThan(0)
      }
      expect(await site.withdraw(level, refs, call)).toEqual(new Map())
      const off = refs.map((ref, i) => standing(ref, i + 1, [], [GUESTS]))
      await site.apply(off, call)
      expect((await world()).persons.flatMap(p => p.levels)).toEqual([])
      await expect.poll(async () => settled(await site.delivery(off, 'set', call)), { timeout: 20_000, interval: 100 }).toBe(true)
    })

    test('granting and withdrawing again change nothing', async () => {
      const started = await start()
      const level = await levelOf(started, 'Гости')
      const refs = await admitAll(started, 3)
      for (let i = 0; i < 2; i++) expect(await started.site.grant(level, refs, started.call)).toEqual(new Map())
      for (let i = 0; i < 2; i++) await started.site.apply(standings(refs, ['gosti' as LevelId]), started.call)
      expect((await started.world()).persons.map(p => p.levels)).toEqual([['Гости'], ['Гости'], ['Гости']])
      for (let i = 0; i < 2; i++) expect(await started.site.withdraw(level, refs, started.call)).toEqual(new Map())
    })

    if (isServer)
      test('one person the site does not know takes nobody along', async () => {
        const started = await start()
        const { site, call, world } = started
        const level = await levelOf(started)
        const refs = await admitAll(started, 9)
        const lost = refs[4]!
        await started.lose(lost)
        const refused = await site.grant(level, refs, call)
        expect([...refused]).toEqual([[lost, expect.objectContaining({ kind: 'not-found', cause: 'person-unknown' })]])
        expect((await world()).persons.map(p => p.levels)).toEqual(Array.from({ length: 8 }, () => ['Guests']))
        expect(await site.withdraw(level, refs, call)).toEqual(new Map())
      })

    test('an unknown level is nobody’s fault but the level’s', async () => {
      const started = await start()
      const refs = await admitAll(started, 3)
      expect(await failureOf(started.site.grant('987654' as LevelId, refs, started.call))).toMatchObject({
        cause: 'level-unknown',
      })
    })

    test.each(isServer ? [true, false] : [true])('door by door (a person’s id answers: %s)', async details => {
      for (const seed of [1, 2, 3]) {
        const started = await start({ seed, details, staleFailures: 0 })
        const { site, call } = started
        const level = await levelOf(started)
        const refs = await admitAll(started, 2)
        await site.grant(level, refs, call)
        await site.apply(standings(refs), call)
        await expect
          .poll(async () => settled(await site.delivery(standings(refs), 'each', call)), { timeout: 20_000, interval: 150 })
          .toBe(true)
        const [first] = await site.delivery(standings(refs), 'each', call)
        if (details) expect(first?.doors?.every(door => door.state === 'done' && door.name !== '')).toBe(true)
        else expect(first).toMatchObject({ state: 'done', doors: null })
      }
    })

    if (isServer)
      test('an old failure may show for a while; it passes', async () => {
        const started = await start({ seed: 4, staleFailures: 1 })
        const { site, call } = started
        const level = await levelOf(started)
        const refs = await admitAll(started, 4)
        await site.grant(level, refs, call)
        await site.apply(standings(refs), call)
        const states = new Set<string>()
        await expect
          .poll(
            async () => {
              const answers = await site.delivery(standings(refs), 'set', call)
              await site.delivery(standings(refs), 'failed', call)
              for (const answer of answers) {
                states.add(answer.state)
                if (answer.state === 'failed') expect(answer.cause).toMatchObject({ cause: 'door-failed' })
              }
              return settled(answers)
            },
            { timeout: 20_000, interval: 100 },
          )
          .toBe(true)
        expect(states).toContain('failed')
      })

    if (isServer)
      test('what the site may not say is unconfirmed, never done', async () => {
        const started = await start({ mayNot: ['result', 'detail'] })
        const { site, call } = started
        const level = await levelOf(started)
        const refs = await admitAll(started, 2)
        await site.grant(level, refs, call)
        for (const how of ['set', 'failed', 'each'] as const)
          expect((await site.delivery(standings(refs), how, call)).map(d => d.state)).toEqual(['unconfirmed', 'unconfirmed'])
      })
  })

  if (isServer)
    describe(`${name}: the limits`, () => {
      test('a crowd keeps to the rate as the site counts it, and a person at the desk overtakes it', async () => {
        const started = await start({ rate: 20 })
        const { site, call, world } = started
        await levelOf(started)
        const order: string[] = []
        const began = performance.now()
        const crowd = Array.from({ length: 40 }, (_, i) => site.admit(cardOf(i + 1), call).then(() => order.push('list')))
        const desk = site.admit(cardOf(99), { ...call, rank: 0 }).then(() => order.push('desk'))
        await Promise.all([...crowd, desk])
        expect(order.indexOf('desk')).toBeLessThan(15)
        expect((await world()).calls).toMatchObject({ refused: 0 })
        expect((await world()).calls.maxPerSecond).toBeLessThanOrEqual(20)
        expect(performance.now() - began).toBeLessThan((40 / 20) * 1000 * 1.03 + 600)
        expect(site.limiter()).toMatchObject({ rate: 20, waiting: 0, slowed: 0 })
      })
    })
}
