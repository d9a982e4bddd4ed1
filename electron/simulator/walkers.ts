import { type Random, seededRandom } from '../base/random.ts'
import { push } from './pusher.ts'
import { type Door, holderOf, type Passage, type World } from './world.ts'

const FACE_GRANTED = 196893
const FACE_FAILED = 197151
const OUTSIDE_PERIOD = 197384
const MOST_PASSAGES = 10_000
const STRANGERS = 0.06
const CLOSED_FOR_ALL = 3

/** Notes passages that happen together, and tells the subscribers. */
export function recordPassages(world: World, passages: readonly Passage[]): void {
  world.passages.push(...passages)
  if (world.passages.length > MOST_PASSAGES) world.passages.splice(0, world.passages.length - MOST_PASSAGES)
  push(world, passages)
}

/**
 * People walk up to doors that know them, one or two every few seconds, the newest guest as often as everybody else together. A door
 * opens for a face it holds within its window; now and then a stranger is turned away. Repeatable by seed.
 */
export function startWalkers(world: World): void {
  const random = seededRandom(world.seed ^ 0x77616c6b)
  const walk = () => {
    const steps = random.next() < 0.2 ? 2 : 1
    const passages = Array.from({ length: steps }, () => attempt(world, random)).filter(one => one !== null)
    if (passages.length > 0) recordPassages(world, passages)
    world.later(walk, random.int(1500, 4000))
  }
  world.later(walk, random.int(1500, 4000))
}

function attempt(world: World, random: Random): Passage | null {
  const doors = [...world.doors.values()].filter(door => door.held.size > 0 && door.mode !== CLOSED_FOR_ALL)
  if (doors.length === 0) return null
  const door = random.pick(doors)
  if (random.next() < STRANGERS) return passage(world, random, door, null, FACE_FAILED)
  const ids = [...door.held.keys()]
  const id = random.next() < 0.5 ? ids.at(-1)! : random.pick(ids)
  const held = door.held.get(id)!
  const now = world.clock.now()
  if (!held.hasFace) return passage(world, random, door, null, FACE_FAILED)
  return passage(world, random, door, id, now >= held.from && now < held.until ? FACE_GRANTED : OUTSIDE_PERIOD)
}

function passage(world: World, random: Random, door: Door, id: string | null, eventType: number): Passage {
  const who = id === null ? undefined : holderOf(world, id)
  const eventId = random.hex(16)
  return {
    eventId,
    eventType,
    at: world.clock.now(),
    doorId: door.id,
    personId: who ? who.id : null,
    personCode: who && 'personCode' in who ? String(who.personCode) : '',
    given: who?.given ?? '',
    family: who?.family ?? '',
    picUri: `Vsm://event_${eventId}`,
  }
}
