import { fullName, type Holder, type World } from '../world.ts'
import { notePassage, verdictAt } from './log.ts'
import { MINOR } from './minors.ts'
import { deviceWall, dropUsers, hasFace, type Terminal } from './terminal.ts'

/** A terminal that stands behind a door of the site: what the door gets, it gets (protocol C). */
export interface Backing {
  online(): boolean
  /** @returns false when it is full */
  put(holder: Holder): boolean
  drop(holderId: string): void
  /** Whether it has a face of somebody, by itself. */
  hasFace(holderId: string): boolean
  /** Somebody (null: a stranger) was at the door. */
  saw(holderId: string | null, opened: boolean, moment: { at: number; shiftMs: number; past: boolean }): void
  terminal: Terminal
}

// The terminals end here (protocol B4 UserInfo).
const LAST = '2037-12-31T23:59:59'

const earlier = (a: string, b: string) => (a < b ? a : b)

const employeeNo = (holder: Holder): string =>
  'personCode' in holder && holder.personCode ? String(holder.personCode) : holder.id

/**
 * Joins a terminal to a door of the site (protocol C): who is applied to the door appears on the terminal, employeeNo being the person's
 * code; the face comes along when the site has one, and one that came directly stays.
 */
export function backDoor(world: World, doorId: string, terminal: Terminal): void {
  const numbers = new Map<string, string>()
  const backing: Backing = {
    terminal,
    online: () => terminal.online,
    put(holder) {
      const number = employeeNo(holder)
      const old = terminal.users.get(number)
      if (!old && terminal.users.size >= terminal.plan.model.capacity) return false
      numbers.set(holder.id, number)
      const known = holder.face && { sha256: holder.face.sha256, bytes: world.pictures.get(holder.face.picUri) ?? null }
      terminal.users.set(number, {
        employeeNo: number,
        name: fullName(holder),
        userType: 'normal',
        valid: {
          on: true,
          begin: earlier(deviceWall(terminal, holder.begin.at), LAST),
          end: earlier(deviceWall(terminal, holder.end.at), LAST),
        },
        rights: [...terminal.doors.keys()].map(doorNo => ({ doorNo, planTemplateNo: '1' })),
        face: known ? { ...known, readyAt: terminal.site.clock.monotonic() } : (old?.face ?? null),
        cards: old?.cards ?? new Set(),
        rest: old?.rest ?? {},
      })
      return true
    },
    drop(holderId) {
      const number = numbers.get(holderId)
      numbers.delete(holderId)
      if (number !== undefined) dropUsers(terminal, [number])
    },
    hasFace: holderId => {
      const user = terminal.users.get(numbers.get(holderId) ?? '')
      return user !== undefined && hasFace(terminal, user)
    },
    saw(holderId, opened, { at, shiftMs, past }) {
      const number = holderId === null ? undefined : numbers.get(holderId)
      const minor = opened ? MINOR.face : number === undefined ? MINOR.faceFailed : verdictAt(terminal, number, 1, at)
      const person = number === undefined ? {} : { employeeNo: number }
      notePassage(terminal, { ...person, minor, shiftMs: shiftMs + at - terminal.site.clock.now(), settled: past })
    },
  }
  world.backings.set(doorId, backing)
  for (const [holderId] of world.doors.get(doorId)?.held ?? []) {
    const holder = world.persons.get(holderId) ?? world.visitors.get(holderId)
    if (holder) backing.put(holder)
  }
}
