import { holding } from './doors.ts'
import type { Stamp } from './fields.ts'
import type { Person, World } from './world.ts'

const ZONES = ['Lobby', 'Lifts', 'Floor 7']
const DOORS = [
  ['Main entrance', 'Lobby'],
  ['Turnstile 1', 'Lobby'],
  ['Turnstile 2', 'Lobby'],
  ['Lift hall', 'Lifts'],
  ['Floor 7 corridor', 'Floor 7'],
  ['Meeting rooms', 'Floor 7'],
] as const
// Positions in DOORS.
const LEVELS: readonly (readonly [name: string, doors: readonly number[]])[] = [
  ['Guests', [0, 1, 2, 3]],
  ['Meeting rooms', [4, 5]],
  ['Гости', [0, 1, 2, 3]],
  ['Переговорные', [4, 5]],
  ['Staff', [0, 1, 2, 3, 4, 5]],
]
const VISITOR_LEVELS = LEVELS.filter(([name]) => name !== 'Staff')
const ORGANISATIONS = [
  ['All Departments', null],
  ['Reception', 0],
  ['Guests', 0],
  ['Гости', 2],
] as const
const STAFF = [
  ['Anna', 'Petrova'],
  ['Олег', 'Смирнов'],
  ['Maria', 'Novak'],
  ['James', 'Carter'],
  ['Айгуль', 'Сафина'],
] as const

const stamp = (text: string): Stamp => ({ text, at: Date.parse(text) })

/** The names of the zones, in the order of their region index codes from 1. */
export const zones: readonly string[] = ZONES

/**
 * Fills an empty site with the default world: six doors in three zones, the five access levels (and four visitor levels of the same
 * names), one organisation tree, five persons of the staff whom all doors know. Ids are those of the world's counters.
 */
export function furnish(world: World): void {
  for (const [orgName, parent] of ORGANISATIONS) {
    const parentOrgIndexCode = parent === null ? '0' : [...world.organisations.keys()][parent]!
    const orgIndexCode = world.nextId('organisation')
    world.organisations.set(orgIndexCode, { orgIndexCode, orgName, parentOrgIndexCode })
  }
  for (const [i, zone] of ZONES.entries()) {
    const id = world.nextId('device')
    world.devices.set(id, { id, name: `${zone} controller`, ip: `192.0.2.${10 + i}`, online: true })
  }
  const devices = [...world.devices.keys()]
  for (const [name, zone] of DOORS) {
    const id = world.nextId('door')
    world.doors.set(id, { id, name, zone, deviceId: devices[ZONES.indexOf(zone)]!, mode: 1, held: new Map() })
  }
  const doors = [...world.doors.keys()]
  const level = (type: 1 | 2, name: string, places: readonly number[]) => {
    const id = world.nextId('level')
    world.levels.set(id, { id, name, type, doors: places.map(place => doors[place]!), members: new Set() })
    return id
  }
  const access = LEVELS.map(([name, places]) => level(1, name, places))
  for (const [name, places] of VISITOR_LEVELS) level(2, name, places)
  for (const [i, [given, family]] of STAFF.entries()) settle(world, access.at(-1)!, i, given, family)
}

function settle(world: World, levelId: string, i: number, given: string, family: string): void {
  const person: Person = {
    id: world.nextId('holder'),
    kind: 1,
    given,
    family,
    // The offsets of one person differ, as recorded (protocol A2 Time).
    begin: stamp(i === 1 ? '2024-01-01T00:00:00-06:00' : '2024-01-01T00:00:00+00:00'),
    end: stamp(i === 1 ? '2036-12-31T23:59:59+08:00' : '2036-12-31T23:59:59+00:00'),
    face: { sha256: '', size: 0, picUri: `Vsm://0001_staff${i}` },
    version: 1,
    levels: new Set([levelId]),
    personCode: String(1001 + i),
    gender: 0,
    orgIndexCode: [...world.organisations.keys()][1]!,
    phoneNo: '',
    email: '',
    remark: '',
    cards: [],
    rooms: { residentRoomNo: '', residentFloorNo: '' },
    added: false,
  }
  world.persons.set(person.id, person)
  world.personIdByCode.set(person.personCode, person.id)
  world.levels.get(levelId)!.members.add(person.id)
  for (const door of world.doors.values()) door.held.set(person.id, holding(person))
}
