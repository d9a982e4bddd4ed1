import { createStore, type StoreApi } from 'zustand/vanilla'
import type { KnownGuest } from '../../shared/contract/calls.ts'
import type { Failure } from '../../shared/model/failure.ts'
import { fullName } from '../../shared/model/guest.ts'
import type { LevelId, VisitId } from '../../shared/model/ids.ts'
import type { PhotoVerdict } from '../../shared/model/photo-verdict.ts'
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

/** The photo of the guest in hand, from any source. `url` shows it. */
export type DraftPhoto =
  | { kind: 'none' }
  | { kind: 'preparing' }
  | { kind: 'ready'; url: string | null; photo: string }
  | { kind: 'refused'; url: string | null; verdict: PhotoVerdict }
  | { kind: 'failed'; failure: Failure }

export interface DraftState {
  /** Grows when the fields are filled or emptied from outside the form. */
  revision: number
  fields: DraftFields
  /** The past guest taken over; their photo on file serves unless a new one is taken. */
  known: KnownGuest | null
  levelId: LevelId | null
  until: UntilChoice
  photo: DraftPhoto
  /** A visit whose photo was refused and is being taken again, beside the guest being typed in. */
  retake: { visitId: VisitId; photo: DraftPhoto } | null
  set(change: Partial<DraftState>): void
  /** Every field of a past guest, and the level they had. */
  takeOver(guest: KnownGuest): void
  /** A blank form; the access level and the until chip stay, as the next guest mostly needs the same. */
  clear(): void
}

/** Resolves once no photo of the draft is being prepared. */
export function photoSettled(draft: StoreApi<DraftState>): Promise<DraftPhoto> {
  return new Promise(resolve => {
    const look = ({ photo }: DraftState) => {
      if (photo.kind === 'preparing') return
      stop()
      resolve(photo)
    }
    const stop = draft.subscribe(look)
    look(draft.getState())
  })
}

/** The guest being typed in. In memory only, and kept while the operator looks at another screen. */
export function createDraft() {
  return createStore<DraftState>()(set => ({
    revision: 0,
    fields: emptyFields,
    known: null,
    levelId: null,
    until: { chip: 'today' },
    photo: { kind: 'none' },
    retake: null,
    set: change => set(change),
    takeOver: guest => {
      const { company, document, phone, email, host, purpose } = guest
      set(state => ({
        revision: state.revision + 1,
        fields: { name: fullName(guest), company, document, phone, email, host, purpose },
        known: guest,
        levelId: guest.lastLevelId ?? state.levelId,
        photo: { kind: 'none' },
      }))
    },
    clear: () =>
      set(state => ({
        revision: state.revision + 1,
        fields: emptyFields,
        known: null,
        photo: { kind: 'none' },
        until: state.until.chip === 'date' ? { chip: 'today' } : state.until,
      })),
  }))
}
