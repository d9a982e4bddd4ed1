import type { PersonRef } from '../../../shared/model/ids.ts'
import { isoWithOffset, LAST_INSTANT, type Window } from '../../../shared/model/time.ts'
import type { Clock } from '../../base/clock.ts'
import { failureOf, isKind } from '../failure-of.ts'
import type { Fields } from '../fields.ts'
import { type Admission, type CallContext, type FoundPerson, type PersonCard, SiteError } from '../port.ts'
import { type Enrolment, isSamePerson } from './enrolment.ts'
import { faceData } from './face-data.ts'
import { withoutRefusedPhoto } from './photo-refusal.ts'
import { type RegisterRecord, registerRecords } from './register-records.ts'
import type { Gateway } from './request.ts'
import { RegisteredVisit } from './wire.ts'

const REGISTER = 'visitor/v1/registerment'
/** "Other document": ours is a number we gave out ourselves (protocol A4, Visitors). */
const CERTIFICATE_TYPE = 111
/** 2: a visit (protocol A4, Visitors). */
const PURPOSE = 2
const MINUTE_MS = 60_000
/** A visit that began longer ago is not looked for, in milliseconds: a site's books have no end. */
const LOOK_BACK_MS = 31 * 86_400_000
/** Visitors remembered as gone. */
const MOST_GONE = 10_000

type Visit = { ref: PersonRef; record: string }

/**
 * Guests through the visitor module (protocol A4, Visitors): each visit is a registration with a record of its own, under our code as the document's number. The visitor's
 * id is the ref; the record is what ends the visit, and no other id does (complaint 20). `zone` is the wall clock that windows are written in.
 */
export function createVisitors(gateway: Gateway, options: { zone: string; clock: Clock }): Enrolment {
  const { zone, clock } = options
  /** Whose last visit was ended in this run: whoever is removed has been checked out just before, and need not be looked for. */
  const gone = new Set<PersonRef>()

  async function register(
    card: PersonCard,
    known: PersonRef | null,
    photo: PersonCard['photo'],
    call: CallContext,
  ): Promise<Visit> {
    const body = known === null ? registration(card) : { ...registration(card), visitorId: known }
    const read = RegisteredVisit.safeParse(await gateway.post(REGISTER, () => withFace(body, card, photo), call))
    if (read.success) return read.data
    const found = await visitDuring(card, {}, call)
    if (!found) throw new SiteError({ kind: 'timeout', cause: 'unreadable-reply', field: 'visitorId' })
    return found
  }

  /** `registerment/update` takes all that `registerment` does, and both ids. */
  async function update({ ref, record }: Visit, guest: Guest, photo: PersonCard['photo'], call: CallContext): Promise<Visit> {
    const body = { ...registration(guest), visitorId: ref, appointRecordId: record }
    const read = RegisteredVisit.safeParse(await gateway.post(`${REGISTER}/update`, () => withFace(body, guest, photo), call))
    return read.success ? read.data : { ref, record }
  }

  const registration = ({ window }: Guest): Fields => ({
    receptionistId: '',
    visitStartTime: isoWithOffset(window.from, zone),
    visitEndTime: isoWithOffset(window.until, zone),
    visitPurposeType: PURPOSE,
    visitPurpose: '',
  })

  /** A known visitor gets another visit; one the site has lost is a new one. */
  async function newVisit(card: PersonCard, known: PersonRef | null, call: CallContext): Promise<Admission> {
    try {
      const { answer, photo } = await withoutRefusedPhoto(card.photo, one => register(card, known, one, call))
      return { ...answer, photo }
    } catch (error) {
      if (known !== null && isKind(error, 'not-found')) return newVisit(card, null, call)
      if (!isKind(error, 'conflict')) throw error
      // 60051: there is a visit in this period (protocol A2), whatever we make of its state. It may have begun long before ours.
      const found =
        (await visitDuring(card, { evenOut: true }, call)) ??
        (await visitDuring(card, { evenOut: true, around: LOOK_BACK_MS }, call))
      if (!found) throw error
      return adopt(found, card, call).catch(later => {
        throw isKind(later, 'not-found') ? error : later
      })
    }
  }

  /** The visit under our code, if it is our guest's: brought up to date, the photo with it. */
  async function adopt(found: RegisterRecord, card: PersonCard, call: CallContext): Promise<Admission> {
    if (found.ref !== card.known && !isSamePerson(found, card)) throw new SiteError({ kind: 'conflict', cause: 'code-taken' })
    const { answer, photo } = await withoutRefusedPhoto(card.photo, one => update(found, card, one, call))
    return { ...answer, photo }
  }

  /**
   * The guest's visit that shares a moment with the window. Never one of another day: to adopt that would move it. A visit without a readable window was at least listed
   * for this one.
   */
  async function visitDuring(
    { code, window }: Pick<PersonCard, 'code' | 'window'>,
    how: { evenOut?: boolean; around?: number },
    call: CallContext,
  ): Promise<RegisterRecord | null> {
    const margin = how.around ?? MINUTE_MS
    const shares = (one: Window | null) => (one ? one.from < window.until && window.from < one.until : !how.around)
    const enough = (one: RegisterRecord) => !one.isOut && one.window !== null && shares(one.window)
    const all = await registerRecords(
      gateway,
      {
        window: { from: window.from - margin, until: Math.min(window.until + margin, LAST_INSTANT) },
        zone,
        isTheirs: one => one.certificateNo === code,
        enough,
      },
      call,
    )
    const during = all.filter(one => shares(one.window))
    return during.find(one => !one.isOut) ?? (how.evenOut ? during[0] : undefined) ?? null
  }

  /** Of the last month and of all the time to come. */
  const listed = (isTheirs: (one: RegisterRecord) => boolean, call: CallContext, enough?: typeof isTheirs) =>
    registerRecords(
      gateway,
      { window: { from: clock.now() - LOOK_BACK_MS, until: LAST_INSTANT }, zone, isTheirs, ...(enough ? { enough } : {}) },
      call,
    )
  const underWay = async (isTheirs: (one: RegisterRecord) => boolean, call: CallContext) =>
    (await listed(isTheirs, call)).filter(one => !one.isOut)

  /** Only by the record: a visitor's or a person's id is accepted as well, and nobody leaves (protocol A4, `visitor/out`). */
  async function end(record: string, call: CallContext): Promise<void> {
    try {
      await gateway.post('visitor/v1/visitor/out', { appointRecordId: record }, call)
    } catch (error) {
      const failure = failureOf(error)
      if (failure?.kind === 'not-found') return
      // What the module says of a visit that is over already is in no source: its own list tells.
      if (!failure?.site || !['invalid', 'conflict', 'timeout'].includes(failure.kind)) throw error
      const isIt = (one: RegisterRecord) => one.record === record
      const [found] = await listed(isIt, call, isIt)
      if (!found?.isOut) throw error
    }
  }

  return {
    type: 2,
    prepare: async () => null,
    /** By a visit that is not over, of those that began in the last month or are to come: the module has no other look-up. */
    async find(by, call) {
      const isTheirs = (one: RegisterRecord) => ('code' in by ? one.certificateNo === by.code : one.ref === by.ref)
      const [newest] = await underWay(isTheirs, call)
      return newest ? foundVisitor(newest) : null
    },
    async admit(card, call) {
      const found = card.lookFirst ? await visitDuring(card, {}, call) : null
      const admission = await (found
        ? adopt(found, card, call).catch(error => {
            // It was over after all.
            if (isKind(error, 'not-found')) return newVisit(card, card.known, call)
            throw error
          })
        : newVisit(card, card.known, call))
      gone.delete(admission.ref)
      return admission
    },
    async extend(person, call) {
      const record = person.record ?? (await underWay(one => one.ref === person.ref, call))[0]?.record
      if (record === undefined) throw new SiteError({ kind: 'not-found', cause: 'person-unknown' })
      await update({ ref: person.ref, record }, person, null, call)
    },
    async checkOut(ref, record, call) {
      if (record === null) return
      await end(record, call)
      if (gone.size >= MOST_GONE) gone.clear()
      gone.add(ref)
    },
    /**
     * What the module allows: every visit that is not over ends. The visitor stays in its records, off no level and off no door: that is `withdraw`'s and `apply`'s. Not
     * `person/single/delete`, as one client does: whether a visitor's id can be a person's too is not known.
     */
    async remove(ref, call) {
      if (gone.has(ref)) return
      for (const visit of await underWay(one => one.ref === ref, call)) await end(visit.record, call)
    },
  }
}

type Guest = Pick<PersonCard, 'code' | 'family' | 'given' | 'window'> & Partial<Pick<PersonCard, 'phone' | 'email'>>

async function withFace(body: Fields, guest: Guest, photo: PersonCard['photo']): Promise<Fields> {
  const { phone, email } = guest
  const VisitorInfo = {
    visitorFamilyName: guest.family,
    visitorGivenName: guest.given,
    certificateType: CERTIFICATE_TYPE,
    certificateNo: guest.code,
    ...(phone ? { phoneNo: phone } : {}),
    ...(email ? { email } : {}),
    ...(photo ? { faces: [{ faceData: await faceData(photo) }] } : {}),
  }
  return { ...body, visitorInfoList: [{ VisitorInfo }] }
}

function foundVisitor(one: RegisterRecord): FoundPerson {
  const { ref, certificateNo, family, given, window, hasPhoto } = one
  return { ref, code: certificateNo, family, given, window, hasPhoto }
}
