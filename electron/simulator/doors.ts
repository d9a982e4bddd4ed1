import { type Delivery, type Door, type Held, type Holder, holderOf, type World } from './world.ts'

/** The truth about one holder at one door. */
export type DoorState = 'done' | 'waiting' | 'failed'

/** The doors somebody's levels open. */
export function wantedDoors(world: World, holder: Holder | undefined): Set<string> {
  const wanted = new Set<string>()
  for (const id of holder?.levels ?? []) for (const door of world.levels.get(id)?.doors ?? []) wanted.add(door)
  return wanted
}

/** The record of one holder's way to one door, made at first use. */
export function deliveryOf(world: World, holderId: string, doorId: string): Delivery {
  const doors = world.deliveries.get(holderId) ?? new Map<string, Delivery>()
  const delivery = doors.get(doorId) ?? { queued: 0, wants: null, failed: null, stale: [] }
  world.deliveries.set(holderId, doors.set(doorId, delivery))
  return delivery
}

/** What a door is to hold of somebody now. */
export const holding = (holder: Holder): Held => ({
  version: holder.version,
  beginTime: holder.begin.text,
  endTime: holder.end.text,
  from: holder.begin.at,
  until: holder.end.at,
  hasFace: holder.face !== null,
})

/** Compares what the door holds with what the levels say. */
export function doorState(
  world: World,
  holder: Holder | undefined,
  holderId: string,
  door: Door,
  wanted: ReadonlySet<string>,
): DoorState {
  const delivery = world.deliveries.get(holderId)?.get(door.id)
  if (delivery && delivery.queued > 0) return 'waiting'
  const held = door.held.get(holderId)
  const wants = holder !== undefined && wanted.has(door.id)
  if (wants ? held?.version === holder.version : held === undefined) return 'done'
  return delivery?.failed ? 'failed' : 'waiting'
}

/** The doors that concern somebody: those of the levels, and those that still hold them; with the truth about each. */
export function doorsOf(world: World, holderId: string): { door: Door; state: DoorState }[] {
  const holder = holderOf(world, holderId)
  const wanted = wantedDoors(world, holder)
  const found: { door: Door; state: DoorState }[] = []
  for (const door of world.doors.values()) {
    const state = doorState(world, holder, holderId, door, wanted)
    if (wanted.has(door.id) || state !== 'done') found.push({ door, state })
  }
  return found
}

/** What the next reading shows, without taking it: the truth, or an old failure that the doors have long got over. */
export const shownState = (world: World, holderId: string, door: Door, truth: DoorState): DoorState =>
  world.deliveries.get(holderId)?.get(door.id)?.stale[0] ? 'failed' : truth

/** One reading was taken: the next one shows what comes after it. */
export const readingTaken = (world: World, holderId: string, door: Door): void => {
  world.deliveries.get(holderId)?.get(door.id)?.stale.shift()
}
