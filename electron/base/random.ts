import { randomBytes } from 'node:crypto'

/** Chance as a parameter: seeded in tests and in the simulator, the system's own in the product. */
export interface Random {
  /** A number in [0, 1). */
  next(): number
  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number
  /** One of `items`, which must not be empty. */
  pick<T>(items: readonly T[]): T
  /** `bytes` random bytes as lower-case hex. */
  hex(bytes: number): string
}

function fromNext(next: () => number, hex: (bytes: number) => string): Random {
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1))
  return {
    next,
    int,
    pick: items => {
      if (items.length === 0) throw new RangeError('pick: no items')
      return items[int(0, items.length - 1)] as (typeof items)[number]
    },
    hex,
  }
}

/** A repeatable generator (mulberry32). Not for secrets. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const hex = (bytes: number) =>
    Array.from({ length: bytes }, () =>
      Math.floor(next() * 256)
        .toString(16)
        .padStart(2, '0'),
    ).join('')
  return fromNext(next, hex)
}

/** Fetched at once: one call of the system costs as much as a thousand bytes of it. */
const POOL_BYTES = 6 * 512

/** The operating system's generator: fit for tokens, nonces and person codes. */
export function systemRandom(): Random {
  let pool = Buffer.alloc(0)
  let used = 0
  const next = () => {
    if (used >= pool.length) {
      pool = randomBytes(POOL_BYTES)
      used = 0
    }
    const number = pool.readUIntBE(used, 6)
    // Nothing that was told stays here to be read.
    pool.fill(0, used, used + 6)
    used += 6
    return number / 2 ** 48
  }
  return fromNext(next, bytes => randomBytes(bytes).toString('hex'))
}
