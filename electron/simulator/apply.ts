import { deliveryOf, doorState, holding, wantedDoors } from './doors.ts'
import { type Delivery, type Door, type Held, holderOf, type World } from './world.ts'

type Write = { holderId: string; held: Held | null; delivery: Delivery }

/**
 * Accepts a re-application (protocol A4 Applying): everything that waits for these holders at these doors (null: all) goes on its
 * way, and the doors get it one after another, the last one `applyMs` from now. Those that failed before are left out unless
 * `includeFailed`.
 */
export function apply(
  world: World,
  holderIds: readonly string[] | null,
  doorIds: readonly string[] | null,
  includeFailed: boolean,
): void {
  const writes = collect(world, holderIds ?? everybody(world), doorIds, includeFailed)
  if (writes.size === 0) return
  const application = ++world.apply.applications
  const started = world.clock.monotonic()
  Object.assign(world.apply, { lastAcceptedAt: world.clock.now(), lastDoorAt: null, lastMs: null })
  for (const [door, list] of writes)
    for (const write of list) write.delivery.stale = staleReadings(world, application, write, door)
  send(world, writes, () => {
    if (world.apply.applications !== application) return
    Object.assign(world.apply, { lastDoorAt: world.clock.now(), lastMs: world.clock.monotonic() - started })
  })
}

/** A holder is gone from the site: the doors let go of them on their own, as slowly as after a re-application. */
export function removeEverywhere(world: World, holderId: string): void {
  const writes = collect(world, [holderId], null, true)
  send(world, writes, () => {
    if (!holderOf(world, holderId) && ![...world.doors.values()].some(door => door.held.has(holderId)))
      world.deliveries.delete(holderId)
  })
}

function* everybody(world: World): Iterable<string> {
  yield* world.persons.keys()
  yield* world.visitors.keys()
}

function collect(
  world: World,
  holderIds: Iterable<string>,
  doorIds: readonly string[] | null,
  includeFailed: boolean,
): Map<Door, Write[]> {
  const writes = new Map<Door, Write[]>()
  for (const holderId of holderIds) {
    const holder = holderOf(world, holderId)
    const wanted = wantedDoors(world, holder)
    for (const door of world.doors.values()) {
      if (doorIds && !doorIds.includes(door.id)) continue
      const known = world.deliveries.get(holderId)?.get(door.id)
      const held = holder && wanted.has(door.id) ? holding(holder) : null
      if (known && known.queued > 0 && known.wants === (held?.version ?? null)) continue // the same write is on its way
      const state = doorState(world, holder, holderId, door, wanted)
      if (state === 'done' || (state === 'failed' && !includeFailed)) continue
      const delivery = deliveryOf(world, holderId, door.id)
      delivery.queued++
      delivery.wants = held?.version ?? null
      delivery.failed = null
      const list = writes.get(door)
      if (list) list.push({ holderId, held, delivery })
      else writes.set(door, [{ holderId, held, delivery }])
    }
  }
  return writes
}

// An old failure is shown in one reading, or in two with the truth between: two failures in a row are never stale (protocol A4).
function staleReadings(world: World, application: number, write: Write, door: Door): boolean[] {
  if (!world.on('staleFailures')) return []
  const drawn = world.chance('stale', application, write.holderId, door.id)
  if (drawn >= world.script.staleFailures) return []
  return drawn < world.script.staleFailures / 2 ? [true] : [true, false, true]
}

function send(world: World, writes: Map<Door, Write[]>, whenAllDone: () => void): void {
  const doors = [...writes.keys()]
  if (!world.on('asynchronousApply')) {
    for (const [door, list] of writes) for (const write of list) arrive(world, door, write)
    whenAllDone()
    return
  }
  // The doors are not asked in the order of their numbers.
  const first = world.random.int(0, Math.max(0, doors.length - 1))
  let left = doors.length
  doors.forEach((_, i) => {
    const door = doors[(first + i) % doors.length]!
    world.later(
      () => {
        for (const write of writes.get(door) ?? []) arrive(world, door, write)
        if (--left === 0) whenAllDone()
      },
      (world.script.applyMs * (i + 1)) / doors.length,
    )
  })
}

function arrive(world: World, door: Door, { holderId, held, delivery }: Write): void {
  delivery.queued--
  if (delivery.wants !== (held?.version ?? null)) return // overtaken by a later re-application: the newest write wins
  const trouble = world.script.doorFailures[door.id] ?? world.script.doorFailures[door.name]
  const backing = world.backings.get(door.id)
  const holder = holderOf(world, holderId)
  if (trouble === 'offline' || backing?.online() === false) {
    delivery.failed = { module: 'Device', code: '129', part: 'element' }
  } else if (trouble === 'refuses-face' && held?.hasFace) {
    delivery.failed = { module: 'Certificate', code: '192', part: 'certificate' }
  } else if (held && holder && backing?.put(holder) === false) {
    delivery.failed = { module: 'Device', code: '132', part: 'element' }
  } else if (held && holder) {
    door.held.set(holderId, held)
  } else {
    backing?.drop(holderId)
    door.held.delete(holderId)
  }
}
