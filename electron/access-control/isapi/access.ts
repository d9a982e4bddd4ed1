import { deviceDoor, type LocalLevel } from '../../../shared/model/device.ts'
import { type DoorId, LevelId } from '../../../shared/model/ids.ts'
import type { AccessLevel, Door } from '../../../shared/model/site.ts'
import { SiteError } from '../port.ts'
import type { Terminal } from './terminal.ts'

/** The level of a site whose settings name none: every door. Whoever is on it stays on it when others are made. */
export const EVERY_DOOR: LocalLevel = { id: LevelId.parse('all'), name: 'All doors', doors: null }

export interface Access {
  doors(): Door[]
  levels(): AccessLevel[]
  /** @throws SiteError 'level-unknown' */
  must(level: LevelId): void
  /** None of these levels is there any more: what they stood for nobody knows. */
  areGone(levels: readonly LevelId[]): boolean
  /** The doors of a terminal, by number, that are behind these levels. */
  doorsAt(terminal: Terminal, levels: readonly LevelId[]): number[]
  /** The door by its id. @throws SiteError 'not-found' */
  door(id: DoorId): { terminal: Terminal; doorNo: number }
  nameOf(terminal: Terminal, doorNo: number): string
}

/** Devices know no levels: ours are lists of doors (protocol C, access). A device that was never reached is taken to have one door. */
export function createAccess(settings: readonly LocalLevel[], terminals: readonly Terminal[]): Access {
  const levels = settings.length > 0 ? settings : [EVERY_DOOR]
  const known = settings.some(({ id }) => id === EVERY_DOOR.id) ? settings : [...settings, EVERY_DOOR]
  const numbers = (terminal: Terminal) => Array.from({ length: terminal.facts?.doors ?? 1 }, (_, i) => i + 1)
  const nameOf = ({ device, facts }: Terminal, doorNo: number) =>
    (facts?.doors ?? 1) > 1 ? `${device.name} ${doorNo}` : device.name
  const all = () => terminals.flatMap(terminal => numbers(terminal).map(doorNo => ({ terminal, doorNo })))

  return {
    doors: () =>
      all().map(({ terminal, doorNo }) => ({ id: deviceDoor(terminal.device.id, doorNo), name: nameOf(terminal, doorNo) })),
    levels: () =>
      levels.map(level => ({ ...level, doors: level.doors ?? all().map(one => deviceDoor(one.terminal.device.id, one.doorNo)) })),
    must(level) {
      if (!known.some(({ id }) => id === level)) throw new SiteError({ kind: 'not-found', cause: 'level-unknown' })
    },
    areGone: wanted => wanted.length > 0 && !known.some(({ id }) => wanted.includes(id)),
    doorsAt(terminal, wanted) {
      const some = known.filter(({ id }) => wanted.includes(id))
      return numbers(terminal).filter(doorNo => {
        const id = deviceDoor(terminal.device.id, doorNo)
        return some.some(({ doors }) => doors === null || doors.includes(id))
      })
    },
    door(id) {
      const found = all().find(({ terminal, doorNo }) => deviceDoor(terminal.device.id, doorNo) === id)
      if (!found) throw new SiteError({ kind: 'not-found', cause: 'door-unknown' })
      return found
    },
    nameOf,
  }
}
