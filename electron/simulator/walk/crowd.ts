import type { Random } from '../../base/random.ts'
import type { Gate, Way } from './gates.ts'
import { HABITS, type Habit, type Walk } from './options.ts'

/** Somebody (null: a stranger) about to show a face at a gate. */
export interface Step {
  gate: Gate
  id: string | null
  way: Way
}

const LEAVES = 0.6
const MOST_TAILGATERS = 6

/** Who is inside, and what people do next. Repeatable by its chance. */
export class Crowd {
  readonly #random: Random
  readonly #walk: Walk
  readonly #inside = { site: new Set<string>(), devices: new Set<string>() }
  readonly #weights: readonly (readonly [habit: Habit, upTo: number])[]

  constructor(random: Random, walk: Walk) {
    this.#random = random
    this.#walk = walk
    let sum = 0
    this.#weights = HABITS.map(habit => {
      sum += walk.habits[habit]
      return [habit, sum] as const
    })
  }

  /** The next steps, all in the same moment; none when nobody is known anywhere. @param gates with who is known at each now */
  next(gates: readonly { gate: Gate; known: readonly string[] }[]): Step[] {
    const open = gates.filter(one => one.known.length > 0)
    if (open.length === 0) return []
    const at = this.#random.pick(open)
    const drawn = this.#random.next() * (this.#weights.at(-1)?.[1] ?? 0)
    const habit = this.#weights.find(([, upTo]) => drawn < upTo)?.[0] ?? 'come'
    switch (habit) {
      case 'stranger':
        return [{ gate: at.gate, id: null, way: 'in' }]
      case 'wrongDoor':
        return this.#wrongDoor(at, open)
      case 'expired':
        return this.#expired(at)
      case 'tailgate':
        return this.#tailgate(at)
      case 'forget':
        return [this.#again(at)]
      default:
        return [this.#come(at.gate, this.#somebody(at.known))]
    }
  }

  /** A gate opened: whoever went in is inside now. */
  opened({ gate, id, way }: Step): void {
    if (id === null || !gate.entrance) return
    if (way === 'in') this.#inside[gate.side].add(id)
    else this.#inside[gate.side].delete(id)
  }

  #somebody(known: readonly string[]): string {
    return this.#random.next() < this.#walk.newest ? known.at(-1)! : this.#random.pick(known)
  }

  #come(gate: Gate, id: string): Step {
    const leaves = gate.entrance && this.#inside[gate.side].has(id) && this.#random.next() < LEAVES
    return { gate, id, way: leaves ? 'out' : 'in' }
  }

  /** Left without showing a face, and comes in again. */
  #again({ gate, known }: { gate: Gate; known: readonly string[] }): Step {
    const inside = known.filter(id => this.#inside[gate.side].has(id))
    return { gate, id: inside.length > 0 ? this.#random.pick(inside) : this.#somebody(known), way: 'in' }
  }

  #wrongDoor(at: { gate: Gate; known: readonly string[] }, open: readonly { gate: Gate; known: readonly string[] }[]): Step[] {
    const here = new Set(at.known)
    const others = open.filter(one => one.gate.side === at.gate.side).flatMap(one => one.known.filter(id => !here.has(id)))
    return [
      others.length > 0
        ? { gate: at.gate, id: this.#random.pick(others), way: 'in' }
        : this.#come(at.gate, this.#somebody(at.known)),
    ]
  }

  #expired({ gate, known }: { gate: Gate; known: readonly string[] }): Step[] {
    const over = known.filter(id => gate.isExpired(id))
    return [over.length > 0 ? { gate, id: this.#random.pick(over), way: 'in' } : this.#come(gate, this.#somebody(known))]
  }

  /** Several through one opening, close behind each other. */
  #tailgate({ gate, known }: { gate: Gate; known: readonly string[] }): Step[] {
    const count = Math.min(known.length, this.#random.int(2, MOST_TAILGATERS))
    const first = this.#random.int(0, known.length - count)
    return known.slice(first, first + count).map(id => ({ gate, id, way: 'in' }))
  }
}
