import type { PassageEffect, PassageResult, PassageWay, Presence } from './passage.ts'
import type { Instant } from './time.ts'

/** What counts of a passage for its visit. Order is by `at`, then by `key`: the order of arrival says nothing. */
export interface Step {
  key: string
  at: Instant
  way: PassageWay
  doorName: string
}

export interface Fold extends Presence {
  /** The last step taken in. */
  key: string
}

/** Only whoever was let through has gone anywhere. */
export const counts = (result: PassageResult): boolean => result === 'granted'

export const isAfter = (step: Pick<Step, 'at' | 'key'>, fold: Pick<Fold, 'at' | 'key'>): boolean =>
  step.at > fold.at || (step.at === fold.at && step.key > fold.key)

/**
 * One more passage of a visit, later than all before it. A reader of which nobody knows which way it leads moves nobody in or out: it says where somebody was.
 */
export function take(before: Fold | null, step: Step): { after: Fold; effects: PassageEffect[] } {
  const was: Fold = before ?? {
    place: 'seen',
    entries: 0,
    exits: 0,
    arrivedAt: null,
    leftAt: null,
    doorName: '',
    at: 0,
    key: '',
  }
  const after: Fold = { ...was, doorName: step.doorName, at: step.at, key: step.key }
  const effects: PassageEffect[] = []
  if (step.way === 'in') {
    after.entries++
    if (was.arrivedAt === null) {
      after.arrivedAt = step.at
      effects.push('checked-in')
    }
    if (was.place === 'in') effects.push('entry-while-inside')
    after.place = 'in'
  } else if (step.way === 'out') {
    after.exits++
    if (was.place !== 'in') effects.push('exit-without-entry')
    else if (was.leftAt === null) {
      after.leftAt = step.at
      effects.push('checked-out')
    }
    after.place = 'out'
  }
  return { after, effects }
}

/** The whole of a visit's passages, in whatever order they arrived. */
export function takeAll(steps: readonly Step[]): { after: Fold | null; effects: Map<string, PassageEffect[]> } {
  const effects = new Map<string, PassageEffect[]>()
  let after: Fold | null = null
  for (const step of [...steps].sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))) {
    const taken = take(after, step)
    after = taken.after
    effects.set(step.key, taken.effects)
  }
  return { after, effects }
}

/** A visit to which a passage may belong. */
export interface Candidate {
  id: number
  from: Instant
  until: Instant
}

/** Early guests are let in by the guard, and late ones leave when they leave; in milliseconds. */
export const EARLY_MS = 60 * 60_000
export const LATE_MS = 12 * 60 * 60_000

/** The visit whose window holds the instant, the one that began last where there are several; else the nearest within the grace. */
export function visitAt<C extends Candidate>(candidates: readonly C[], at: Instant): C | null {
  const distance = ({ from, until }: Candidate) => (at < from ? from - at : at >= until ? at - until : 0)
  const fits = candidates.filter(({ from, until }) => at >= from - EARLY_MS && at < until + LATE_MS)
  fits.sort((a, b) => distance(a) - distance(b) || b.from - a.from || b.id - a.id)
  return fits[0] ?? null
}

const INWARD = /(^|[^\p{L}])(in|entry|entrance|enter|вход|въезд)([^\p{L}]|$)/iu
const OUTWARD = /(^|[^\p{L}])(out|exit|leave|выход|выезд)([^\p{L}]|$)/iu

/** Which way a reader leads, as far as its own part of the name says ("Main entrance Out" of "Main entrance" leads out), else its name, else the door's. What says both says nothing. */
export function guessWay(reader: string, doorName: string): PassageWay {
  const own = reader.startsWith(doorName) ? reader.slice(doorName.length) : reader
  for (const name of [own, reader, doorName]) {
    const [isIn, isOut] = [INWARD.test(name), OUTWARD.test(name)]
    if (isIn !== isOut) return isIn ? 'in' : 'out'
  }
  return 'unknown'
}
