import { deviceDoor, isDoorOf } from '../../../shared/model/device.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import { type CallContext, type Delivery, type DoorAnswer, SiteError, type Standing } from '../port.ts'
import type { Access } from './access.ts'
import { wantedAt } from './admission.ts'
import type { Held, Wanted } from './held.ts'
import { type Came, isAway, mustBeSomewhere, sideBySide } from './side-by-side.ts'
import type { Terminal } from './terminal.ts'

/** A sighting serves for so long where a set is asked for, in milliseconds: while one terminal is away the others are not asked again and again. */
const SIGHTING_MS = 60_000

interface Share {
  terminal: Terminal
  wanted: Wanted[]
}

const levelGone: Failure = { kind: 'not-found', cause: 'level-unknown' }

/** What each terminal is to hold of a set: those behind the doors of its levels, those behind the doors it has left, and those that told of it before. */
function sharesOf(terminals: readonly Terminal[], access: Access, standings: readonly Standing[]): Share[] {
  const isAt = (terminal: Terminal, { card, left, at }: Standing) =>
    access.doorsAt(terminal, [...card.levels, ...left]).length > 0 || at.some(door => isDoorOf(terminal.device.id, door))
  // Whose level is gone is neither let in nor taken away: a person must say what is wanted.
  const clear = standings.filter(({ card }) => !access.areGone(card.levels))
  return terminals
    .map(terminal => ({
      terminal,
      wanted: clear.filter(standing => isAt(terminal, standing)).map(({ ref, card }) => wantedAt(access, terminal, ref, card)),
    }))
    .filter(({ wanted }) => wanted.length > 0)
}

/** Gives every terminal what it lacks of a set. What one cannot take now, `delivery` tells. */
export async function apply(
  terminals: readonly Terminal[],
  access: Access,
  standings: readonly Standing[],
  call: CallContext,
): Promise<void> {
  if (standings.length > 0 && standings.every(({ card }) => access.areGone(card.levels))) throw new SiteError(levelGone)
  const shares = sharesOf(terminals, access, standings)
  const came = await sideBySide(
    shares.map(({ terminal }) => terminal),
    terminal => terminal.settle(shares.find(share => share.terminal === terminal)?.wanted ?? [], call),
  )
  const cancelled = came.find(({ failure }) => failure?.cause === 'cancelled')?.failure
  if (cancelled) throw new SiteError(cancelled)
  mustBeSomewhere(terminals)
}

/** What the terminals say of each of a set, door by door. */
export async function deliver(
  terminals: readonly Terminal[],
  access: Access,
  standings: readonly Standing[],
  detail: 'set' | 'failed' | 'each',
  call: CallContext,
): Promise<Delivery[]> {
  const shares = sharesOf(terminals, access, standings)
  const came = await sideBySide(
    shares.map(({ terminal }) => terminal),
    terminal =>
      terminal.look(shares.find(share => share.terminal === terminal)?.wanted ?? [], detail === 'set' ? SIGHTING_MS : 0, call),
  )
  mustBeSomewhere(terminals)
  const asked = came.map((one, i) => ({ came: one, refs: new Map(shares[i]?.wanted.map(wanted => [wanted.ref, wanted])) }))
  return standings.map(({ ref, card }): Delivery => {
    if (access.areGone(card.levels)) return { ref, state: 'failed', doors: [], cause: levelGone }
    const told = asked.flatMap(({ came: one, refs }) => {
      const wanted = refs.get(ref)
      return wanted ? [{ terminal: one.terminal, wanted, held: heldAt(one, wanted) }] : []
    })
    const doors = told.flatMap(({ terminal, wanted, held }) =>
      wanted.doors.map(
        (doorNo): DoorAnswer => ({ id: deviceDoor(terminal.device.id, doorNo), name: access.nameOf(terminal, doorNo), ...held }),
      ),
    )
    const whole = wholeOf(told.map(({ held }) => held))
    // Whoever has left has no door to be asked about; that they are gone is told as a whole.
    return { ref, ...whole, doors: card.levels.length > 0 ? doors : null }
  })
}

function heldAt(came: Came<Map<string, Held>>, { ref }: Wanted): Held {
  if (came.failure === null) return came.value.get(ref) ?? { state: 'pending', cause: null }
  // What passes by itself is waited for; a device that is away is waited for with its reason.
  return { state: 'pending', cause: isAway(came.failure) ? came.failure : null }
}

/** What has to be done comes before what has to be waited for, and that before what cannot be helped. */
function wholeOf(held: readonly Held[]): { state: Delivery['state']; cause: Failure | null } {
  const some = (state: Held['state']) => held.filter(one => one.state === state)
  if (some('missed').length > 0) return { state: 'missed', cause: null }
  const pending = some('pending')
  const isHeld = pending.length > 0 && pending.every(({ cause }) => cause !== null)
  if (pending.length > 0) return { state: 'pending', cause: isHeld ? (pending[0]?.cause ?? null) : null }
  const [failed] = some('failed')
  if (failed) return { state: 'failed', cause: failed.cause }
  // Nobody can say of any door that it will open: that is no delivery.
  const isUnsaid = held.length > 0 && held.every(({ state }) => state === 'unknown')
  return { state: isUnsaid ? 'unconfirmed' : 'done', cause: null }
}
