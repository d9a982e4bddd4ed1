import sharp from 'sharp'
import { afterEach, describe, expect, test } from 'vitest'
import type { PersonCard, SiteError } from '../../electron/access-control/port.ts'
import type { Quirk } from '../../electron/simulator/quirks.ts'
import type { PersonCode, PersonRef } from '../../shared/model/ids.ts'
import type { SiteWish } from './access-control-suite.ts'
import { type OpenHikCentral, openHikCentral } from './hikcentral-site.ts'

// What the visitor module owes beyond the port's suite (protocol A4, Visitors; complaints 13, 14 and 20).

const HOUR = 3_600_000
const DAY = 24 * HOUR
const from = Date.UTC(2030, 5, 3, 6)
const until = from + 9 * HOUR
const call = { rank: 0 }

const card = (more: Partial<PersonCard> = {}): PersonCard => ({
  code: '730000000001' as PersonCode,
  family: 'Иванова',
  given: 'Анна',
  phone: '',
  email: '',
  window: { from, until },
  photo: null,
  known: null,
  lookFirst: false,
  photoKept: false,
  levels: [],
  ...more,
})

const photo = (chromaSubsampling: '4:2:0' | '4:4:4') => () =>
  sharp({ create: { width: 600, height: 800, channels: 3, background: '#a98' } })
    .jpeg({ chromaSubsampling })
    .toBuffer()

const opened: OpenHikCentral[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})
async function start(wish: SiteWish = {}, quirksOff: Quirk[] = []) {
  const made = await openHikCentral({ staleFailures: 0, ...wish }, { enrol: 'visitors', quirksOff })
  opened.push(made)
  const visitors = () => made.simulator.document().visitors
  const asked = (path: string) => made.simulator.document().calls.byPath[path] ?? 0
  return { ...made, visitors, asked }
}
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    error => (error as SiteError).failure,
  )

const OUT = 'visitor/v1/visitor/out'
const RECORDS = 'visitor/v1/register/getVistorRegisterRecord'
const REGISTER = 'visitor/v1/registerment'

describe('a registration', () => {
  test('is a visit under our code, with both ids kept', async () => {
    const { site, visitors } = await start()
    const { ref, record } = await site.admit(card(), call)
    expect(visitors()).toMatchObject([{ visitorId: ref, recordId: record, certificateNo: card().code, status: 1 }])
    expect(record).not.toBe(ref)
  })

  test.each(['hang', 'drip', 'truncated'] as const)('whose answer was lost (%s) is not doubled', async trouble => {
    const { site, visitors, asked } = await start({ deadlineMs: 400, troubles: [{ step: 'add', trouble, times: 1 }] })
    const guest = card({ photo: photo('4:2:0') })
    expect(await failureOf(site.admit(guest, call))).toMatchObject({ kind: 'timeout' })
    const [lost] = visitors()
    const before = asked(REGISTER)
    const admission = await site.admit({ ...guest, lookFirst: true }, call)
    expect(admission).toEqual({ ref: lost?.visitorId, record: lost?.recordId, photo: 'accepted' })
    expect(visitors()).toHaveLength(1)
    expect(asked(REGISTER)).toBe(before)
  })

  test('that never arrived is made after the look', async () => {
    const { site, visitors } = await start({ troubles: [{ step: 'add', trouble: 'drop', times: 1 }] })
    expect(await failureOf(site.admit(card(), call))).toMatchObject({ kind: 'timeout' })
    expect(visitors()).toEqual([])
    await site.admit(card({ lookFirst: true }), call)
    expect(visitors()).toHaveLength(1)
  })

  test('of a guest from before is another visit of the same visitor', async () => {
    const { site, visitors } = await start()
    const first = await site.admit(card(), call)
    const next = { from: from + DAY, until: until + DAY }
    const second = await site.admit(card({ known: first.ref, window: next }), call)
    expect(second.ref).toBe(first.ref)
    expect(second.record).not.toBe(first.record)
    expect(visitors().map(one => one.status)).toEqual([1, 1])
  })

  test('looked for does not take the visit of another day, nor one that is over', async () => {
    const { site, visitors } = await start()
    const tomorrow = await site.admit(card({ window: { from: from + DAY, until: until + DAY } }), call)
    const over = await site.admit(card({ known: tomorrow.ref }), call)
    await site.checkOut(over.ref, over.record, call)
    const today = await site.admit(card({ known: tomorrow.ref, lookFirst: true }), call)
    expect(new Set([tomorrow.record, over.record, today.record]).size).toBe(3)
    const kept = visitors().find(one => one.recordId === tomorrow.record)
    expect(Date.parse(kept?.beginTime ?? '')).toBe(from + DAY)
  })
})

describe('60051', () => {
  test.each([1, 2, 3, 4])('adopts the visit that is there, in whichever shape it comes (seed %i)', async seed => {
    const { site, visitors } = await start({ seed })
    const first = await site.admit(card(), call)
    const later = { from: from + HOUR, until: until + HOUR }
    const again = await site.admit(card({ window: later, photo: photo('4:2:0') }), call)
    expect(again).toEqual({ ...first, photo: 'accepted' })
    expect(visitors()).toMatchObject([{ recordId: first.record, hasFace: true }])
    expect(Date.parse(visitors()[0]?.endTime ?? '')).toBe(later.until)
  })

  test.each([[], ['recordsByBegin']] as Quirk[][])(
    'finds a visit that began days before, and no later one (off: %s)',
    async quirk => {
      const { site, visitors } = await start({}, quirk ? [quirk] : [])
      const long = await site.admit(card({ window: { from: from - 5 * DAY, until: until + 5 * DAY } }), call)
      const next = { from: from + 10 * DAY, until: until + 10 * DAY }
      await site.admit(card({ known: long.ref, window: next }), call)
      expect(await site.admit(card(), call)).toMatchObject({ ref: long.ref, record: long.record })
      expect(visitors().map(one => Date.parse(one.endTime))).toEqual([until, next.until])
    },
  )

  test('of a stranger with our number is a conflict, and nothing is changed', async () => {
    const { site, visitors } = await start()
    await site.admit(card(), call)
    const failure = await failureOf(site.admit(card({ family: 'Petrov', window: { from, until: until + HOUR } }), call))
    expect(failure).toMatchObject({ kind: 'conflict', cause: 'code-taken' })
    expect(visitors()).toMatchObject([{ name: 'Анна Иванова' }])
  })

  test('of a visit that the list does not show is told as it is', async () => {
    const { site, simulator } = await start()
    const { record } = await site.admit(card(), call)
    // An appointment: nobody has come yet, and it is in no register.
    simulator.world.visits.get(record ?? '')!.registered = false
    expect(await failureOf(site.admit(card(), call))).toMatchObject({ kind: 'conflict', cause: 'active-visit' })
  })
})

describe('a visit’s end', () => {
  test('by its record: off the levels, off the doors, out of the books, and nobody else with it', async () => {
    const { site, visitors } = await start()
    // Record ids reach the numbers of visitor ids: an end by the wrong id would be somebody else's.
    const all = []
    for (let i = 1; i <= 8; i++) all.push(await site.admit(card({ code: `73000000000${i}` as PersonCode }), call))
    const [first] = all
    expect(all.map(one => one.record)).toContain(first?.ref)
    const { ref, record } = first!
    const level = (await site.accessLevels(call)).find(one => one.name === 'Guests')!.id
    const settle = async () => {
      await site.apply([{ ref, card: card(), left: [], at: [] }], call)
      await expect
        .poll(async () => (await site.delivery([{ ref, card: card(), left: [], at: [] }], 'set', call))[0]?.state, {
          timeout: 20_000,
        })
        .toBe('done')
    }
    await site.grant(level, [ref], call)
    await settle()
    expect(visitors()[0]?.appliedDoors.length).toBeGreaterThan(0)
    await site.withdraw(level, [ref], call)
    await settle()
    await site.checkOut(ref, record, call)
    expect(visitors()[0]).toMatchObject({ recordId: record, status: 2, levels: [], appliedDoors: [] })
    expect(visitors().filter(one => one.status === 2)).toHaveLength(1)
    expect(await site.find({ ref }, call)).toBeNull()
  })

  test('twice, or of a visit nobody knows, is an end; a refusal of one that goes on is not', async () => {
    const { site, simulator, asked } = await start()
    const { ref, record } = await site.admit(card(), call)
    await site.checkOut(ref, record, call)
    await site.checkOut(ref, record, call)
    await site.checkOut(ref, '424242', call)
    await site.checkOut(ref, null, call)
    expect(asked(OUT)).toBe(3)
    const other = await site.admit(card({ known: ref }), call)
    simulator.world.script.noPermission.push('visitor/v1/visitor')
    expect(await failureOf(site.checkOut(ref, other.record, call))).toMatchObject({ cause: 'no-permission' })
  })

  test('is what removal makes of it, looked up where it was not checked out before', async () => {
    const { site, visitors, asked } = await start()
    const { ref, record } = await site.admit(card(), call)
    await site.remove(ref, call)
    expect(visitors()).toMatchObject([{ recordId: record, status: 2 }])
    const next = await site.admit(card({ known: ref }), call)
    await site.checkOut(ref, next.record, call)
    const before = asked(RECORDS)
    await site.remove(ref, call)
    expect(asked(RECORDS)).toBe(before)
    expect(visitors().map(one => one.status)).toEqual([2, 2])
  })
})

test('another window without the record: the visit that goes on is found; one that is over has none', async () => {
  const { site, visitors } = await start()
  const { ref, record } = await site.admit(card(), call)
  const longer = { ...card(), ref, record: null, window: { from, until: until + HOUR } }
  await site.extend(longer, call)
  expect(Date.parse(visitors()[0]?.endTime ?? '')).toBe(until + HOUR)
  await site.checkOut(ref, record, call)
  for (const of of [null, record])
    expect(await failureOf(site.extend({ ...longer, record: of }, call))).toMatchObject({ kind: 'not-found' })
  expect(visitors()).toMatchObject([{ status: 2 }])
})

test.each([1, 2, 3])(
  'a photo that is refused leaves the visitor without it, for a new visit and for one that is there (%i)',
  async seed => {
    const { site, visitors } = await start({ seed })
    const refused = { refused: expect.objectContaining({ kind: 'photo-refused' }) }
    const first = await site.admit(card({ photo: photo('4:4:4') }), call)
    expect(first.photo).toEqual(refused)
    expect(await site.admit(card({ photo: photo('4:4:4'), lookFirst: true }), call)).toEqual({ ...first, photo: refused })
    expect(visitors()).toMatchObject([{ hasFace: false, status: 1 }])
  },
)

test('more visitors than a page holds: ours is found among them', async () => {
  const { site, simulator } = await start({ rate: 1000 })
  const { ref, record } = await site.admit(card(), call)
  const { world } = simulator
  for (let i = 0; i < 1200; i++) {
    const id = world.nextId('visit')
    world.visits.set(id, { ...world.visits.get(record ?? '')!, id, visitorId: 'other' })
  }
  expect(await site.find({ code: card().code }, call)).toMatchObject({ ref, hasPhoto: false })
  expect(await site.find({ ref: '999999' as PersonRef }, call)).toBeNull()
})

test('the doctor asks for what visitors need, and for no right to persons', async () => {
  const { site, simulator } = await start()
  simulator.world.script.noPermission.push('resource/v1/person', 'resource/v1/org')
  const checks = await site.doctor(call)
  expect(checks.filter(check => !check.ok)).toEqual([])
  expect(checks.map(check => check.name)).toContain('visitors')
  expect(checks.map(check => check.name)).not.toContain('persons')
})
