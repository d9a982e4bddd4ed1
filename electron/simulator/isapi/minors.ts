/** Kinds of records, minor by major, that our terminals make or advertise (protocol B7 Codes). */
export const MAJORS: Readonly<Record<number, readonly number[]>> = {
  1: [1024, 1028],
  2: [39, 1024, 1031],
  3: [80, 112, 113, 1029],
  5: [1, 2, 6, 7, 8, 9, 21, 22, 23, 24, 27, 38, 39, 75, 76, 77, 80, 104, 105, 106, 151, 156, 157],
}

export const EVENT = 5
export const MINOR = {
  noPermission: 6,
  outsidePeriod: 7,
  expired: 8,
  unlocked: 21,
  locked: 22,
  face: 75,
  faceFailed: 76,
} as const

/** Minors with which somebody was let in. */
export const GRANTED: ReadonlySet<number> = new Set([1, 2, 38, 75, 77, 105, 151, 156])
