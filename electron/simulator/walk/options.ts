import { flag, listOf, number, objectOf, type Reader, text } from '../script-readers.ts'

/** What people do at doors. */
export const HABITS = ['come', 'forget', 'wrongDoor', 'expired', 'tailgate', 'stranger'] as const
export type Habit = (typeof HABITS)[number]

/** How people walk. Chances and shares from 0 to 1, times in milliseconds. */
export interface Walk {
  /** Passages a second, 1,000 at most; null: one or two every few seconds. */
  rate: number | null
  /** How many passages, and then nobody comes any more. */
  count: number
  /** How often each habit is seen, by weight. */
  habits: Record<Habit, number>
  /** How often it is the newest guest who comes. */
  newest: number
  /** By index code or name, terminals by name; empty: all. */
  doors: string[]
  /** A passage can be queried up to this much later than usual. */
  lagMs: number
  /** Share of passages that are pushed twice. */
  duplicates: number
  /** Share of passages that arrive up to `lateMs` after they happened, behind younger ones. */
  late: number
  lateMs: number
  /** How often a door's clock jumps by `jumpMs`, and how often it jumps back. */
  jump: number
  jumpMs: number
  /** Share of pushes without data, whoever it was. */
  bare: number
  pictures: boolean
}

const ORDINARY: Walk = {
  rate: null,
  count: Number.POSITIVE_INFINITY,
  habits: { come: 84, forget: 4, wrongDoor: 0, expired: 2, tailgate: 4, stranger: 6 },
  newest: 0.5,
  doors: [],
  lagMs: 0,
  duplicates: 0,
  late: 0,
  lateMs: 3000,
  jump: 0,
  jumpMs: -3_600_000,
  bare: 0,
  pictures: true,
}

const weight = number(0, 1_000_000)
const share = number(0, 1)
const duration = number(0, 86_400_000)
const rate: Reader<number | null> = (value, at) => (value === null ? null : number(0.001, 1000)(value, at))

/** Reads `walk` of a script, or the options of `walk()`; what is not said is as in the default world. */
export const walkOptions: Reader<Walk> = (value, at) =>
  objectOf<Walk>(
    {
      rate,
      count: number(0, Number.POSITIVE_INFINITY, true),
      habits: (habits, path) =>
        objectOf<Walk['habits']>(
          { come: weight, forget: weight, wrongDoor: weight, expired: weight, tailgate: weight, stranger: weight },
          ORDINARY.habits,
        )(habits, path),
      newest: share,
      doors: listOf(text),
      lagMs: duration,
      duplicates: share,
      late: share,
      lateMs: duration,
      jump: share,
      jumpMs: number(-86_400_000, 86_400_000),
      bare: share,
      pictures: flag,
    },
    ORDINARY,
  )(value ?? {}, at)
