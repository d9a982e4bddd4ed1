import type { PersonCode, PersonRef } from '../../../shared/model/ids.ts'
import { isoWithOffset } from '../../../shared/model/time.ts'
import { failureOf, isKind } from '../failure-of.ts'
import type { Fields } from '../fields.ts'
import { type Admission, type CallContext, type FoundPerson, type PersonCard, SiteError } from '../port.ts'
import { type Enrolment, isSamePerson } from './enrolment.ts'
import { faceData } from './face-data.ts'
import { mayBeThePhoto, photoRefusal, withoutRefusedPhoto } from './photo-refusal.ts'
import type { Body, Gateway } from './request.ts'
import { AddedPerson, Organisation, PersonInfo } from './wire.ts'

const PERSON = 'resource/v1/person'

/** Guests as persons of the site (protocol A4, Person). `zone` is the wall clock that access windows are written in. */
export function createPeople(gateway: Gateway, options: { zone: string; organisation: string | null }): Enrolment {
  const { zone } = options
  let root: Promise<string> | null = options.organisation === null ? null : Promise.resolve(options.organisation)

  /** Where new persons go: asked once, and again only after a failure. */
  function organisation(call: CallContext): Promise<string> {
    root ??= gateway
      .post('resource/v1/org/rootOrg', {}, { ...call, signal: undefined })
      .then(data => {
        const read = Organisation.safeParse(data)
        if (!read.success) throw new SiteError({ kind: 'unsupported', cause: 'unreadable-reply', field: 'rootOrg' })
        return read.data
      })
      .catch(error => {
        root = null
        throw error
      })
    return root
  }

  const find = (code: PersonCode, call: CallContext) => look('personCode/personInfo', { personCode: code }, call)

  async function look(path: string, body: Fields, call: CallContext): Promise<PersonInfo | null> {
    try {
      const read = PersonInfo.safeParse(await gateway.post(`${PERSON}/${path}`, body, call))
      // Unreadable is unknown, never "absent": a second person would be made.
      if (!read.success) throw new SiteError({ kind: 'timeout', cause: 'unreadable-reply', field: 'personInfo' })
      return read.data
    } catch (error) {
      if (isKind(error, 'not-found')) return null
      throw error
    }
  }

  const details = (card: PersonCard): Body => ({
    personFamilyName: card.family,
    personGivenName: card.given,
    ...(card.phone ? { phoneNo: card.phone } : {}),
    ...(card.email ? { email: card.email } : {}),
    beginTime: isoWithOffset(card.window.from, zone),
    endTime: isoWithOffset(card.window.until, zone),
  })

  async function addOnce(card: PersonCard, photo: PersonCard['photo'], call: CallContext): Promise<PersonRef> {
    const orgIndexCode = await organisation(call)
    const person = { personCode: card.code, ...details(card), orgIndexCode }
    const body = photo ? async () => ({ ...person, faces: [{ faceData: await faceData(photo) }] }) : person
    const read = AddedPerson.safeParse(await gateway.post(`${PERSON}/single/add`, body, call))
    if (read.success) return read.data
    const found = await find(card.code, call)
    if (!found) throw new SiteError({ kind: 'timeout', cause: 'unreadable-reply', field: 'personId' })
    return found.personId
  }

  /** The usual case, one call; a face the site does not take is left out, so that the guest exists all the same. */
  async function add(card: PersonCard, call: CallContext): Promise<Admission> {
    try {
      const { answer, photo } = await withoutRefusedPhoto(card.photo, one => addOnce(card, one, call))
      return { ref: answer, record: null, photo }
    } catch (error) {
      if (isKind(error, 'conflict')) return adoptExisting(card, error, call)
      throw error
    }
  }

  async function adoptExisting(card: PersonCard, error: unknown, call: CallContext): Promise<Admission> {
    const found = await find(card.code, call)
    if (!found) throw error
    return adopt(found, card, call)
  }

  /** The person under our code, if it is ours: brought up to date, and given the photo it lacks. */
  async function adopt(found: PersonInfo, card: PersonCard, call: CallContext): Promise<Admission> {
    if (!isSamePerson({ family: found.personFamilyName, given: found.personGivenName }, card))
      throw new SiteError({ kind: 'conflict', cause: 'code-taken' })
    const isCurrent =
      Date.parse(found.beginTime) === seconds(card.window.from) &&
      Date.parse(found.endTime) === seconds(card.window.until) &&
      (card.phone === '' || found.phoneNo === card.phone) &&
      (card.email === '' || found.email === card.email)
    if (!isCurrent) await update(found.personId, card, call)
    const hasPhoto = Boolean(found.personPhoto?.picUri)
    return {
      ref: found.personId,
      record: null,
      photo: card.photo && hasPhoto ? 'accepted' : await sendPhoto(found.personId, card, call),
    }
  }

  async function update(ref: PersonRef, card: PersonCard, call: CallContext): Promise<void> {
    await gateway.post(`${PERSON}/single/update`, { personId: ref, ...details(card) }, call)
  }

  async function sendPhoto(ref: PersonRef, { photo }: PersonCard, call: CallContext): Promise<Admission['photo']> {
    if (!photo) return 'none'
    try {
      await gateway.post(`${PERSON}/face/update`, async () => ({ personId: ref, faceData: await faceData(photo) }), call)
      return 'accepted'
    } catch (error) {
      const failure = failureOf(error)
      if (!failure || !mayBeThePhoto(failure)) throw error
      return { refused: photoRefusal(failure) }
    }
  }

  return {
    type: 1,
    prepare: organisation,
    async find(by, call) {
      const found = 'code' in by ? await find(by.code, call) : await look('personId/personInfo', { personId: by.ref }, call)
      return found && foundPerson(found)
    },
    async extend({ ref, window }, call) {
      const times = { beginTime: isoWithOffset(window.from, zone), endTime: isoWithOffset(window.until, zone) }
      await gateway.post(`${PERSON}/single/update`, { personId: ref, ...times }, call)
    },
    async admit(card, call) {
      if (card.known) {
        try {
          await update(card.known, card, call)
          return { ref: card.known, record: null, photo: await sendPhoto(card.known, card, call) }
        } catch (error) {
          // The site lost the person since: it is added again.
          if (!isKind(error, 'not-found')) throw error
        }
      }
      const found = card.lookFirst ? await find(card.code, call) : null
      return found ? adopt(found, card, call) : add(card, call)
    },
    // Persons have no visit in the site's books.
    checkOut: async () => {},
    async remove(ref, call) {
      try {
        await gateway.post(`${PERSON}/single/delete`, { personId: ref }, call)
      } catch (error) {
        if (!isKind(error, 'not-found')) throw error
      }
    },
  }
}

function foundPerson(info: PersonInfo): FoundPerson {
  const [from, until] = [Date.parse(info.beginTime), Date.parse(info.endTime)]
  return {
    ref: info.personId,
    code: info.personCode,
    family: info.personFamilyName,
    given: info.personGivenName,
    window: Number.isNaN(from) || Number.isNaN(until) ? null : { from, until },
    hasPhoto: Boolean(info.personPhoto?.picUri),
  }
}

/** The site keeps whole seconds. */
const seconds = (instant: number) => Math.floor(instant / 1000) * 1000
