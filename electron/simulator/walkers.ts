import { type Random, seededRandom } from '../base/random.ts'
import type { Terminal } from './isapi/terminal.ts'
import { keepPassages } from './passage-log.ts'
import { push } from './pusher.ts'
import { Crowd, type Step } from './walk/crowd.ts'
import { type Gate, gatesOf, type Moment } from './walk/gates.ts'
import type { Walk } from './walk/options.ts'
import type { Passage, World } from './world.ts'

const TICK_MS = 20
const LAG_MS = 1000
const TWICE_AFTER_MS = 400

/** People on their way. */
export interface Walking {
  /** How many showed a face so far. */
  made(): number
  /** Nobody comes any more. */
  stop(): void
  /** Resolves when all have come, or after `stop`. */
  done: Promise<void>
}

interface Street {
  world: World
  walk: Walk
  random: Random
  crowd: Crowd
  gates: Gate[]
  /** Gates whose clock has jumped. */
  jumped: Set<Gate>
}

function streetOf(world: World, terminals: readonly { terminal: Terminal }[], walk: Walk, salt: number): Street {
  const random = seededRandom(world.seed ^ 0x77616c6b ^ salt)
  const gates = gatesOf(world, terminals, walk.doors)
  return { world, walk, random, crowd: new Crowd(random, walk), gates, jumped: new Set() }
}

/**
 * Lets people walk: to doors and terminals that know them, in and out, each with the habits of the options. Repeatable by seed.
 * @param salt tells two walks of one site apart
 */
export function startWalkers(world: World, terminals: readonly { terminal: Terminal }[], walk: Walk, salt = 0): Walking {
  const street = streetOf(world, terminals, walk, salt)
  const { random } = street
  let made = 0
  let stopped = false
  let finish: () => void = () => {}
  const done = new Promise<void>(resolve => {
    finish = resolve
  })
  const stop = () => {
    stopped = true
    finish()
  }
  let last = world.clock.monotonic()
  let owed = 0
  const tick = () => {
    if (stopped) return
    const now = world.clock.monotonic()
    owed = walk.rate === null ? (random.next() < 0.2 ? 2 : 1) : owed + ((now - last) * walk.rate) / 1000
    last = now
    const batch = Math.min(Math.floor(owed), walk.count - made)
    const count = batch > 0 ? happen(street, batch, walk.count - made, null) : 0
    owed -= count
    made += count
    if (made >= walk.count) return stop()
    world.later(tick, walk.rate === null ? random.int(1500, 4000) : TICK_MS)
  }
  world.later(tick, walk.rate === null ? random.int(1500, 4000) : TICK_MS)
  return { made: () => made, stop, done }
}

/** What happened while nobody looked: `count` passages between two moments (ms since the epoch), told to nobody. @returns how many */
export function walkInThePast(
  world: World,
  terminals: readonly { terminal: Terminal }[],
  walk: Walk,
  span: { from: number; until: number },
): number {
  const street = streetOf(world, terminals, walk, 0x70617374)
  let made = 0
  while (made < walk.count) {
    const at = Math.round(span.from + ((span.until - span.from) * made) / walk.count)
    const count = happen(street, 1, walk.count - made, at)
    if (count === 0) break
    made += count
  }
  return made
}

/** `count` passages in one moment, or a few more when some come close behind another, `most` at most. @param past when, if it is not now @returns how many */
function happen(street: Street, count: number, most: number, past: number | null): number {
  const { world, crowd, gates } = street
  const open = gates.map(gate => ({ gate, known: gate.known() }))
  const passages: Passage[] = []
  let made = 0
  while (made < count) {
    const steps = crowd.next(open)
    if (steps.length === 0) break
    for (const step of steps.slice(0, most - made)) {
      const passage = show(street, step, past)
      if (passage) passages.push(passage)
      made++
    }
  }
  keepPassages(world, passages)
  if (past === null) tell(street, passages)
  return made
}

function show(street: Street, step: Step, past: number | null): Passage | null {
  const { world, walk, random, crowd, jumped } = street
  if (walk.jump > 0 && random.next() < walk.jump) {
    if (!jumped.delete(step.gate)) jumped.add(step.gate)
  }
  const late = walk.late > 0 && random.next() < walk.late ? random.int(1, Math.max(1, walk.lateMs)) : 0
  const now = past ?? world.clock.now()
  const moment: Moment = { at: now - late, shiftMs: jumped.has(step.gate) ? walk.jumpMs : 0, past: past !== null }
  const { opened, passage } = step.gate.pass(step.id, step.way, moment)
  if (opened) crowd.opened(step)
  if (!passage) return null
  const eventId = random.hex(16)
  const lag = (world.on('eventsLag') ? LAG_MS : 0) + (walk.lagMs > 0 ? random.int(0, walk.lagMs) : 0)
  const bare = walk.bare > 0 && random.next() < walk.bare
  return {
    ...passage,
    eventId,
    picUri: walk.pictures ? `Vsm://event_${eventId}` : '',
    shownAt: now + lag,
    ...(bare ? { bare } : {}),
  }
}

/** The subscribers hear of it, of some of it twice. */
function tell({ world, walk, random }: Street, passages: readonly Passage[]): void {
  if (passages.length === 0) return
  push(world, passages)
  const twice = walk.duplicates > 0 ? passages.filter(() => random.next() < walk.duplicates) : []
  if (twice.length > 0) world.later(() => push(world, twice), TWICE_AFTER_MS)
}
