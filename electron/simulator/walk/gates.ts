import { notePassage, verdictAt } from '../isapi/log.ts'
import { MINOR } from '../isapi/minors.ts'
import { deviceNow, deviceWall, type Terminal, type TerminalUser } from '../isapi/terminal.ts'
import { type Door, holderOf, type Passage, type World } from '../world.ts'

const FACE_GRANTED = 196893
const FACE_FAILED = 197151
const OUTSIDE_PERIOD = 197384
const NO_ACCESS_LEVEL = 197635
const CLOSED_FOR_ALL = 3

export type Way = 'in' | 'out'

/** When something happened, and what its door's clock said. */
export interface Moment {
  at: number
  shiftMs: number
  /** Of another time than now: nothing of it is still to come. */
  past: boolean
}

/** A place where people show their faces: a door of the site, or one of a terminal. */
export interface Gate {
  name: string
  /** People go in and come out here, and are inside between. Elsewhere they only go in. */
  entrance: boolean
  /** Gates that share their people: the site's, or the terminals'. */
  side: 'site' | 'devices'
  /** Ids of who is known here, the newest last. */
  known(): readonly string[]
  /** Whether somebody's window is over here. */
  isExpired(id: string): boolean
  /** Somebody (null: a stranger) shows a face. @returns whether the gate opened, and what the site has of it */
  pass(id: string | null, way: Way, moment: Moment): { opened: boolean; passage: Omit<Passage, 'eventId' | 'picUri'> | null }
}

/** The two readers of an entrance, the one of an inner door (protocol A4 readerIndexCode, readerName; the names are ours). */
export const readerOf = (world: World, doorId: string, way: Way) => ({
  readerIndexCode: String(Number(doorId) * 2 - (way === 'in' ? 1 : 0)),
  readerName: `${world.doors.get(doorId)?.name ?? ''} ${way === 'in' ? 'In' : 'Out'}`,
})

/** Whether people leave the site through it. */
export const isEntrance = (door: Door): boolean => door.zone === 'Lobby'

function doorVerdict(world: World, door: Door, id: string | null, at: number): number {
  const held = id === null ? undefined : door.held.get(id)
  if (id === null) return FACE_FAILED
  if (!held) return NO_ACCESS_LEVEL
  if (!held.hasFace && !world.backings.get(door.id)?.hasFace(id)) return FACE_FAILED
  return at >= held.from && at < held.until ? FACE_GRANTED : OUTSIDE_PERIOD
}

/** A door of the site. When a terminal stands behind it, the terminal writes the passage down as well. */
function siteGate(world: World, door: Door): Gate {
  return {
    name: door.name,
    entrance: isEntrance(door),
    side: 'site',
    known: () => (door.mode === CLOSED_FOR_ALL ? [] : [...door.held.keys()]),
    isExpired: id => (door.held.get(id)?.until ?? Number.POSITIVE_INFINITY) <= world.clock.now(),
    pass(id, way, moment) {
      const eventType = doorVerdict(world, door, id, moment.at)
      // A face that nobody was recognised by has nobody's name.
      const who = id === null || eventType === FACE_FAILED ? undefined : holderOf(world, id)
      world.backings.get(door.id)?.saw(who ? (id as string) : null, eventType === FACE_GRANTED, moment)
      const passage = {
        eventType,
        at: moment.at + moment.shiftMs,
        doorId: door.id,
        personId: who ? who.id : null,
        personCode: who && 'personCode' in who ? String(who.personCode) : '',
        given: who?.given ?? '',
        family: who?.family ?? '',
        way,
      }
      return { opened: eventType === FACE_GRANTED, passage }
    },
  }
}

const isOver = (terminal: Terminal, user: TerminalUser | undefined) =>
  user?.valid.on === true && deviceWall(terminal, deviceNow(terminal)) > user.valid.end

/** One door of a terminal on its own: reader 1 lets in, reader 2 lets out (INF). */
function terminalGate(terminal: Terminal, doorNo: number): Gate {
  return {
    name: terminal.plan.name,
    entrance: doorNo === 1,
    side: 'devices',
    known: () => [...terminal.users.keys()],
    isExpired: id => isOver(terminal, terminal.users.get(id)),
    pass(id, way, { at, shiftMs, past }) {
      const minor = verdictAt(terminal, id ?? undefined, doorNo, at)
      const known = id !== null && terminal.users.has(id) && minor !== MINOR.faceFailed
      const shift = shiftMs + at - terminal.site.clock.now()
      const person = known ? { employeeNo: id } : {}
      notePassage(terminal, { ...person, minor, doorNo, readerNo: way === 'in' ? 1 : 2, shiftMs: shift, settled: past })
      return { opened: minor === MINOR.face, passage: null }
    },
  }
}

/** Every gate of the site and of the terminals that are not behind one of its doors. @param names those wanted; empty: all */
export function gatesOf(world: World, terminals: readonly { terminal: Terminal }[], names: readonly string[]): Gate[] {
  const wanted = (...words: string[]) => names.length === 0 || words.some(one => names.includes(one))
  const doors = [...world.doors.values()].filter(door => wanted(door.id, door.name)).map(door => siteGate(world, door))
  const behind = new Set([...world.backings.values()].map(one => one.terminal))
  const own = terminals.map(one => one.terminal).filter(one => !behind.has(one) && wanted(one.plan.name))
  return [...doors, ...own.flatMap(terminal => [...terminal.doors.keys()].map(no => terminalGate(terminal, no)))]
}
