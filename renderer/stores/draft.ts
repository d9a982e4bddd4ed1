import { createStore } from 'zustand/vanilla'
import type { KnownGuest } from '../../shared/contract/calls.ts'
import type { Failure } from '../../shared/model/failure.ts'
import { fullName } from '../../shared/model/guest.ts'
import type { LevelId, VisitId } from '../../shared/model/ids.ts'
import type { Instant } from '../../shared/model/time.ts'

/** The form's texts as typed. The name is one box; it is split when it is sent. */
export interface DraftFields {
  name: string
  company: string
  document: string
  phone: string
  email: string
  host: string
  purpose: string
}
export const emptyFields: DraftFields = { name: '', company: '', document: '', phone: '', email: '', host: '', purpose: '' }

export type UntilChoice = { chip: 'two-hours' | 'today' | 'week' } | { chip: 'date'; at: Instant }

/** The photo of the guest in hand, from any source. `why` are words of the verdict. */
export type DraftPhoto =
  | { kind: 'none' }
  | { kind: 'preparing'; url: string }
  | { kind: 'ready'; url: string; photo: string }
  | { kind: 'refused'; url: string; why: readonly { check: string; measure: number | null; limit: number | null }[] }
  | { kind: 'failed'; url: string; failure: Failure }

export interface DraftState {
  fields: DraftFields
  /** The past guest taken over; their photo on file serves unless a new one is taken. */
  known: KnownGuest | null
  levelId: LevelId | null
  until: UntilChoice
  photo: DraftPhoto
  /** A visit whose photo was refused and is being taken again; null: the photo is the draft's. */
  retaking: VisitId | null
  set(change: Partial<DraftState>): void
  /** Every field of a past guest, and the level they had. */
  takeOver(guest: KnownGuest): void
  /** A blank form; the access level and the until chip stay, as the next guest mostly needs the same. */
  clear(): void
}

/** The guest being typed in. In memory only, and kept while the operator looks at another screen. */
export function createDraft() {
  return createStore<DraftState>()(set => ({
    fields: emptyFields,
    known: null,
    levelId: null,
    until: { chip: 'today' },
    photo: { kind: 'none' },
    retaking: null,
    set: change => set(change),
    takeOver: guest => {
      const { company, document, phone, email, host, purpose } = guest
      set(state => ({
        fields: { name: fullName(guest), company, document, phone, email, host, purpose },
        known: guest,
        levelId: guest.lastLevelId ?? state.levelId,
        photo: { kind: 'none' },
      }))
    },
    clear: () =>
      set(state => ({
        fields: emptyFields,
        known: null,
        photo: { kind: 'none' },
        retaking: null,
        until: state.until.chip === 'date' ? { chip: 'today' } : state.until,
      })),
  }))
}
