import { type DeviceWish, deviceWish } from './isapi/device-script.ts'
import { isQuirk, type Quirk } from './quirks.ts'
import { flag, listOf, number, objectOf, oneOf, type Reader, record, text, wrong } from './script-readers.ts'
import { type Walk, walkOptions } from './walk/options.ts'

const GATEWAY_KINDS = ['429', 'quota', '5xx', 'html', 'drop', 'hang', 'drip', 'truncated', 'clock'] as const
const DEVICE_KINDS = [
  '5xx',
  'html',
  'drop',
  'hang',
  'drip',
  'truncated',
  'busy',
  'busy401',
  'refuse',
  'offline',
  'loses-users',
  'loses-faces',
] as const

/** How a scripted call goes wrong; README.md says what each does to the call and to the world. */
export type FaultKind = (typeof GATEWAY_KINDS)[number] | (typeof DEVICE_KINDS)[number]

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
  /** A terminal, by its place or name, or `*` for all of them; absent: the gateway. */
  device?: number | string
  /** What a terminal refuses with (`refuse`): a subStatusCode. */
  sub?: string
  /** How long a terminal is gone (`offline`), in ms. */
  forMs?: number
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
  /** Terminals that are reached directly, by ISAPI. */
  devices: DeviceWish[]
  /** How people walk. */
  walk: Walk
}

const quirk: Reader<Quirk> = (value, at) =>
  typeof value === 'string' && isQuirk(value) ? value : wrong(at, `no quirk is called ${String(value)}`)

const placeOrName: Reader<number | string> = (value, at) => (typeof value === 'string' ? value : number(0, 1000, true)(value, at))

const fault: Reader<Fault> = (value, at) => {
  const kinds: readonly FaultKind[] = record(value, at).device === undefined ? GATEWAY_KINDS : DEVICE_KINDS
  if (record(value, at).kind === undefined) wrong(`${at}.kind`, `must be one of ${kinds.join(', ')}`)
  return objectOf<Fault>(
    {
      path: text,
      after: number(0, Number.MAX_SAFE_INTEGER, true),
      times: number(0, Number.POSITIVE_INFINITY, true),
      kind: oneOf(kinds),
      retryAfter: number(0, 86_400) as Reader<number | undefined>,
      effect: flag,
      device: placeOrName as Reader<number | string | undefined>,
      sub: text as Reader<string | undefined>,
      forMs: number(0, 3_600_000) as Reader<number | undefined>,
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
      devices: listOf(deviceWish),
      walk: walkOptions,
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
      devices: [],
      walk: walkOptions({}, 'walk'),
    },
  )(input ?? {}, 'script')
}
