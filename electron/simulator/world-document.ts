import type { TerminalDocument } from './isapi/terminal-document.ts'
import type { Traffic } from './traffic.ts'
import { type ApplyTimes, fullName, type Holder, type World } from './world.ts'

/** What `GET <worldUrl>` answers: only persons added since the start, and a row per visit of a visitor; `apply` is for measuring (see ApplyTimes). */
export interface WorldDocument {
  persons: {
    personId: string
    personCode: string
    name: string
    hasFace: boolean
    beginTime: string
    endTime: string
    levels: string[]
    appliedDoors: string[]
  }[]
  visitors: {
    visitorId: string
    /** What `visitor/out` wants. */
    recordId: string
    certificateNo: string
    name: string
    hasFace: boolean
    /** 0 expected, 1 in, 2 out. */
    status: 0 | 1 | 2
    beginTime: string
    endTime: string
    levels: string[]
    appliedDoors: string[]
  }[]
  /** `total` and `byPath` (keys after /artemis/api/) count answered calls without the 429s, which are `refused`. */
  calls: { total: number; byPath: Record<string, number>; maxPerSecond: number; refused: number }
  apply: ApplyTimes
  /** Terminals reached directly. */
  devices: TerminalDocument[]
}

/** The levels somebody is on, by name, and the doors that hold them. */
const access = (world: World, holder: Holder | undefined) => ({
  levels: [...(holder?.levels ?? [])].map(id => world.levels.get(id)?.name ?? id),
  appliedDoors: [...world.doors.values()].filter(door => holder && door.held.has(holder.id)).map(door => door.id),
})

/** The state of the site as one document. */
export function worldDocument(
  world: World,
  traffic: Traffic,
  devices: readonly { document(): TerminalDocument }[],
): WorldDocument {
  const persons = [...world.persons.values()].filter(person => person.added)
  return {
    persons: persons.map(person => ({
      personId: person.id,
      personCode: person.personCode,
      name: fullName(person),
      hasFace: person.face !== null,
      beginTime: person.begin.text,
      endTime: person.end.text,
      ...access(world, person),
    })),
    visitors: [...world.visits.values()].map(visit => {
      const visitor = world.visitors.get(visit.visitorId)
      return {
        visitorId: visit.visitorId,
        recordId: visit.id,
        certificateNo: visitor?.certificateNo ?? '',
        name: visitor ? fullName(visitor) : '',
        hasFace: Boolean(visitor?.face),
        status: visit.status,
        beginTime: visit.begin.text,
        endTime: visit.end.text,
        ...access(world, visitor),
      }
    }),
    calls: traffic.calls(),
    apply: { ...world.apply },
    devices: devices.map(one => one.document()),
  }
}
