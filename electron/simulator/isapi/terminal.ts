import type { Clock } from '../../base/clock.ts'
import type { Random } from '../../base/random.ts'
import { Doorkeeper } from './doorkeeper.ts'
import type { LogRecord } from './log.ts'
import type { Model } from './model.ts'
import type { DeviceQuirk } from './quirks.ts'
import { offsetAt, offsetText, readZone, wallClock, type Zone } from './zone.ts'

/** A photo a terminal has modelled. */
export interface TerminalFace {
  sha256: string
  /** Kept for the last few only. */
  bytes: Buffer | null
  /** When it counts in `numOfFace`, on the monotonic clock. */
  readyAt: number
}

/** A user as the terminal keeps it: our fields, and everything else as it came. */
export interface TerminalUser {
  employeeNo: string
  name: string
  userType: string
  /** Wall clock of the terminal, without a zone; `on`: whether the window counts. */
  valid: { on: boolean; begin: string; end: string }
  /** Doors that open, each with its plan. */
  rights: { doorNo: number; planTemplateNo: string }[]
  face: TerminalFace | null
  cards: Set<string>
  rest: Record<string, unknown>
}

/** A delete that takes its time. */
export interface Deletion {
  numbers: Set<string>
  /** On the monotonic clock. */
  endsAt: number
}

/** What a terminal takes of its site. */
export interface Site {
  clock: Clock
  random: Random
  later(fn: () => void, ms: number): void
  chance(...words: (string | number)[]): number
}

/** Everything about one terminal that is not protocol. */
export interface TerminalPlan {
  name: string
  model: Model
  quirks: ReadonlySet<DeviceQuirk>
  user: string
  password: string
  latencyMs: number
  lockAfter: number
  lockMs: number
  /** A chance, or employee numbers whose photos are refused however good. */
  refusePhotos: number | readonly string[]
  /** Writes and reads it works on side by side; more find it busy. */
  atOnce: number
  streams: number
}

/** Somebody who listens to what happens. `end` hangs up; `mute` says nothing any more, and stays on the line. */
export interface Listener {
  tell(record: LogRecord): void
  end(): void
  mute(): void
}

/** One terminal. Plain data, as the gateway's world is. */
export interface Terminal {
  readonly site: Site
  readonly plan: TerminalPlan
  readonly doorkeeper: Doorkeeper
  on(quirk: DeviceQuirk): boolean
  serial: string
  mac: string
  /** `https://127.0.0.1:PORT`, once it listens. */
  url: string
  online: boolean
  zone: Zone
  skewMs: number
  users: Map<string, TerminalUser>
  deletion: Deletion | null
  log: LogRecord[]
  nextSerial: number
  listeners: Set<Listener>
  /** By door number from 1: `close`, `alwaysOpen`, `alwaysClose`. */
  doors: Map<number, string>
  /** Monotonic time of the last write's end, and whether one is at work. */
  lastWriteAt: number
  writing: boolean
  /** Bodies of the two slots for pushes, as they were put. */
  httpHosts: string[]
}

/** A terminal as it comes out of its box. */
export function newTerminal(site: Site, plan: TerminalPlan): Terminal {
  const { model } = plan
  const hex = site.random.hex(4).toUpperCase()
  return {
    site,
    plan,
    doorkeeper: new Doorkeeper(site, plan, `DS-${hex}`),
    on: quirk => plan.quirks.has(quirk),
    serial: `${model.model}20240101${model.firmware.replace(/\./g, '')}EN${hex}`,
    mac: `44:19:b6:${hex.slice(0, 2)}:${hex.slice(2, 4)}:${hex.slice(4, 6)}`.toLowerCase(),
    url: '',
    online: true,
    zone: readZone(model.zone) ?? { text: model.zone, standard: 0, summer: null },
    skewMs: model.skewMs,
    users: new Map(),
    deletion: null,
    log: [],
    nextSerial: plan.quirks.has('largeSerials') ? 2_147_480_000 : 1,
    listeners: new Set(),
    doors: new Map(Array.from({ length: model.doors }, (_, i) => [i + 1, 'close'])),
    lastWriteAt: Number.NEGATIVE_INFINITY,
    writing: false,
    httpHosts: [],
  }
}

/** Takes users away with their faces and cards: these, or everybody, as a factory reset does. Who is not there is no failure. */
export function dropUsers(terminal: Terminal, numbers: Iterable<string> = [...terminal.users.keys()]): void {
  for (const number of numbers) terminal.users.delete(number)
}

/** The same of faces alone. */
export function dropFaces(terminal: Terminal, numbers: Iterable<string> = terminal.users.keys()): void {
  for (const number of numbers) {
    const user = terminal.users.get(number)
    if (user) user.face = null
  }
}

/** What its clock says, in ms since the epoch. */
export const deviceNow = (terminal: Terminal): number => terminal.site.clock.now() + terminal.skewMs

/** The wall clock of the terminal at an instant, `2026-01-01T08:00:00`. */
export const deviceWall = (terminal: Terminal, at: number): string => wallClock(terminal.zone, at)

/** The wall clock with its offset. */
export const deviceStamp = (terminal: Terminal, at: number): string =>
  `${wallClock(terminal.zone, at)}${offsetText(offsetAt(terminal.zone, at))}`

/** Whether a user's face counts by now. */
export const hasFace = (terminal: Terminal, user: TerminalUser): boolean =>
  user.face !== null && user.face.readyAt <= terminal.site.clock.monotonic()
