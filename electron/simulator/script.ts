import { isQuirk, type Quirk } from './quirks.ts'

const KINDS = ['429', 'quota', '5xx', 'html', 'drop', 'hang', 'drip', 'truncated', 'clock'] as const

/** How a scripted call goes wrong; README.md says what each does to the call and to the world. */
export type FaultKind = (typeof KINDS)[number]

/** One scripted fault: of the calls whose path ends with `path`, the first `after` pass and the next `times` go wrong. */
export interface Fault {
  path: string
  after: number
  /** Infinity when the script does not say. */
  times: number
  kind: FaultKind
  /** Seconds, sent as Retry-After. */
  retryAfter?: number
  /** Whether a dropped call took effect first. */
  effect: boolean
}

/** What is wrong with a door for good. */
export type DoorFailure = 'offline' | 'refuses-face'

/** A whole script, every key filled in. Times in milliseconds, chances from 0 to 1. */
export interface Script {
  faults: Fault[]
  /** Parts of paths (after /artemis/api/) for which the partner has no permission. */
  noPermission: string[]
  applyMs: number
  staleFailures: number
  personDetail: 'answers' | '128'
  quirksOff: Quirk[]
  /** By door index code or door name. */
  doorFailures: Record<string, DoorFailure>
  /** A chance, or the codes of the persons (document numbers of the visitors) whose photos are refused however good they are. */
  refusePhotos: number | string[]
  /** Absent: drawn by seed. */
  applicationResult?: 'flat' | 'nested'
  /** Absent: drawn by seed while the quirk mixedKeyCase is on. */
  keyCase?: 'documented' | 'camel' | 'pascal'
}

type Reader<T> = (value: unknown, at: string) => T

const wrong = (at: string, want: string): never => {
  throw new Error(`${at}: ${want}`)
}

const text: Reader<string> = (value, at) => (typeof value === 'string' ? value : wrong(at, 'must be a string'))
const flag: Reader<boolean> = (value, at) => (typeof value === 'boolean' ? value : wrong(at, 'must be true or false'))
const quirk: Reader<Quirk> = (value, at) =>
  typeof value === 'string' && isQuirk(value) ? value : wrong(at, `no quirk is called ${String(value)}`)

function number(min: number, max: number, whole = false): Reader<number> {
  return (value, at) => {
    const fits = typeof value === 'number' && value >= min && value <= max && (!whole || Number.isInteger(value) || value === max)
    return fits ? value : wrong(at, `must be a ${whole ? 'whole ' : ''}number from ${min} to ${max}`)
  }
}

function oneOf<const T extends readonly string[]>(words: T): Reader<T[number]> {
  return (value, at) => (words.includes(value as string) ? (value as T[number]) : wrong(at, `must be one of ${words.join(', ')}`))
}

function listOf<T>(item: Reader<T>): Reader<T[]> {
  return (value, at) => (Array.isArray(value) ? value.map((one, i) => item(one, `${at}[${i}]`)) : wrong(at, 'must be a list'))
}

function record(value: unknown, at: string): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : wrong(at, 'must be an object')
}

function objectOf<T extends object>(readers: { [K in keyof T]-?: Reader<T[K]> }, defaults: T): Reader<T> {
  return (value, at) => {
    const found = { ...defaults }
    for (const [key, one] of Object.entries(record(value, at))) {
      if (!Object.hasOwn(readers, key)) wrong(`${at}.${key}`, 'unknown key')
      if (one !== undefined) found[key as keyof T] = readers[key as keyof T](one, `${at}.${key}`)
    }
    return found
  }
}

const fault: Reader<Fault> = (value, at) => {
  if (record(value, at).kind === undefined) wrong(`${at}.kind`, `must be one of ${KINDS.join(', ')}`)
  return objectOf<Fault>(
    {
      path: text,
      after: number(0, Number.MAX_SAFE_INTEGER, true),
      times: number(0, Number.POSITIVE_INFINITY, true),
      kind: oneOf(KINDS),
      retryAfter: number(0, 86_400) as Reader<number | undefined>,
      effect: flag,
    },
    { path: '', after: 0, times: Number.POSITIVE_INFINITY, kind: '5xx', effect: false },
  )(value, at)
}

const doorFailures: Reader<Record<string, DoorFailure>> = (value, at) =>
  Object.fromEntries(
    Object.entries(record(value, at)).map(([door, one]) => [door, oneOf(['offline', 'refuses-face'])(one, `${at}.${door}`)]),
  )

const refusePhotos: Reader<number | string[]> = (value, at) =>
  Array.isArray(value) ? listOf(text)(value, at) : number(0, 1)(value, at)

/**
 * Reads a script (the parsed JSON of `--script FILE`, or a Script again). Nothing is required; `undefined` gives the default world.
 * @throws Error naming the path of the first unknown key or wrong value, e.g. `script.faults[0].kinde: unknown key`
 */
export function parseScript(input: unknown): Script {
  return objectOf<Script>(
    {
      faults: listOf(fault),
      noPermission: listOf(text),
      applyMs: number(0, 3_600_000),
      staleFailures: number(0, 1),
      personDetail: oneOf(['answers', '128']),
      quirksOff: listOf(quirk),
      doorFailures,
      refusePhotos,
      applicationResult: oneOf(['flat', 'nested']) as Reader<Script['applicationResult']>,
      keyCase: oneOf(['documented', 'camel', 'pascal']) as Reader<Script['keyCase']>,
    },
    {
      faults: [],
      noPermission: [],
      applyMs: 300,
      staleFailures: 0.1,
      personDetail: 'answers',
      quirksOff: [],
      doorFailures: {},
      refusePhotos: 0,
    },
  )(input ?? {}, 'script')
}
