import type { PersonCode, PersonRef } from '../../../shared/model/ids.ts'
import type { Admission, CallContext, FoundPerson, PersonCard, PersonWindow } from '../port.ts'

/** How guests are kept on the site: as persons (`people.ts`) or through its visitor module (`visitors.ts`). */
export interface Enrolment {
  /** What the gateway calls them where levels and results are asked for: 1 persons, 2 visitors (protocol A4, Access levels). */
  type: 1 | 2
  /** Asks now what the first guest would otherwise wait for. */
  prepare(call: CallContext): Promise<unknown>
  find(by: { code: PersonCode } | { ref: PersonRef }, call: CallContext): Promise<FoundPerson | null>
  admit(card: PersonCard, call: CallContext): Promise<Admission>
  extend(person: PersonWindow, call: CallContext): Promise<void>
  checkOut(ref: PersonRef, record: string | null, call: CallContext): Promise<void>
  remove(ref: PersonRef, call: CallContext): Promise<void>
}

type Named = { family: string; given: string }

/** Whether whoever has our code there is our guest, and not a stranger (complaint: a blind upsert overwrites somebody else). */
export const isSamePerson = (a: Named, b: Named) => sameName(a.family, b.family) && sameName(a.given, b.given)

const sameName = (a: string, b: string) => a.normalize('NFC').trim() === b.normalize('NFC').trim()
