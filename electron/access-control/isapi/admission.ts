import type { Failure } from '../../../shared/model/failure.ts'
import { PersonRef } from '../../../shared/model/ids.ts'
import { type Admission, type CallContext, type PersonCard, SiteError } from '../port.ts'
import type { Access } from './access.ts'
import type { Wanted } from './held.ts'
import { wholeName } from './names.ts'
import { type Came, isAway, mustBeSomewhere, sideBySide } from './side-by-side.ts'
import type { Terminal } from './terminal.ts'

/** What a terminal is to hold of a person. */
export function wantedAt(access: Access, terminal: Terminal, ref: PersonRef, card: PersonCard): Wanted {
  const { window, photo, levels } = card
  return { ref, name: wholeName(card), window, photo, doors: access.doorsAt(terminal, levels) }
}

/**
 * Puts a person on every terminal behind the levels of the card, side by side. One that is away is passed over: `delivery` tells of it, and `apply` makes good for it. A
 * person must act where a terminal has a stranger under our number, or where none took the guest.
 */
export async function admit(
  terminals: readonly Terminal[],
  access: Access,
  card: PersonCard,
  call: CallContext,
): Promise<Admission> {
  const ref = PersonRef.parse(card.code)
  const manner = card.lookFirst ? 'look' : card.known ? 'known' : 'new'
  const behind = terminals.filter(terminal => access.doorsAt(terminal, card.levels).length > 0)
  const came = await sideBySide(behind, terminal => terminal.admit(wantedAt(access, terminal, ref, card), manner, call))
  const refused = came.flatMap(({ failure }) => (failure?.kind === 'photo-refused' ? [failure] : []))
  const stopping = stoppedBy(came)
  if (stopping) throw new SiteError(stopping)
  if (came.every(({ failure }) => isAway(failure))) mustBeSomewhere(terminals)
  const [photo] = refused
  return { ref, record: null, photo: photo ? { refused: photo } : card.photo ? 'accepted' : 'none' }
}

/** Why the guest is not admitted, although some terminal could be asked; null: what is missing is repaired later. */
function stoppedBy(came: readonly Came<void>[]): Failure | null {
  const failures = came.flatMap(({ failure }) => failure ?? [])
  const fatal = failures.find(({ kind, cause }) => kind === 'conflict' || kind === 'bug' || cause === 'cancelled')
  if (fatal) return fatal
  // The guest is there, or will be: one refused photo says nothing against the person.
  const isIn = came.some(({ failure }) => failure === null || failure.kind === 'photo-refused' || isAway(failure))
  if (isIn) return null
  const unclear = failures.find(({ kind }) => kind === 'timeout')
  return unclear ?? failures[0] ?? null
}
