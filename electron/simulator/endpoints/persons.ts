import { data, exists, incorrect } from '../answer.ts'
import { removeEverywhere } from '../apply.ts'
import { type Endpoints, endpoint, listOnly, listPage, nothing } from '../endpoint.ts'
import { acceptFace } from '../faces.ts'
import { type Body, indexCode, isIndexCode, judgeWindow, known, list, page, requiredText, type Stamp, text } from '../fields.ts'
import { personInfo, readFaces, readPersonCode, readPersonFields } from '../person-fields.ts'
import { pictureOf } from '../picture.ts'
import { fullName, type Person, type World } from '../world.ts'

const TEN_YEARS_MS = 3650 * 86_400_000

const stampAt = (at: number): Stamp => ({
  text: `${new Date(at).toISOString().slice(0, 19)}+00:00`,
  at: Math.floor(at / 1000) * 1000,
})

// 1001, 1002, ... as the site's own screen proposes them.
function freeCode(world: World): string {
  let code = 1000 + world.persons.size
  while (world.personIdByCode.has(String(code))) code++
  return String(code)
}

function add(asked: ReturnType<typeof readAdd>, world: World) {
  const { fields, faceData } = asked
  known(world.organisations, fields.orgIndexCode!)
  const personCode = asked.personCode ?? freeCode(world)
  if (world.personIdByCode.has(personCode)) throw exists()
  const now = world.clock.now()
  const begin = fields.begin ?? stampAt(now)
  const end = fields.end ?? stampAt(Math.min(now + TEN_YEARS_MS, Date.parse('2037-12-31T23:59:59Z')))
  judgeWindow(begin, end, 'beginTime', 'endTime')
  const face = faceData === undefined ? null : acceptFace(world, faceData, personCode)
  const person: Person = {
    id: world.nextId('holder'),
    kind: 1,
    personCode,
    given: fields.given!,
    family: fields.family!,
    begin,
    end,
    face,
    version: 1,
    levels: new Set(),
    gender: fields.gender ?? 0,
    orgIndexCode: fields.orgIndexCode!,
    phoneNo: fields.phoneNo ?? '',
    email: fields.email ?? '',
    remark: fields.remark ?? '',
    cards: fields.cards ?? [],
    rooms: { residentRoomNo: fields.residentRoomNo ?? '', residentFloorNo: fields.residentFloorNo ?? '' },
    added: true,
  }
  world.persons.set(person.id, person)
  world.personIdByCode.set(personCode, person.id)
  return data(world.on('plainStringPersonId') ? person.id : { personId: person.id })
}

const readAdd = (body: Body, world: World) => ({
  personCode: readPersonCode(body, world),
  fields: readPersonFields(body, true),
  faceData: readFaces(body),
})

function update(asked: { id: string; fields: ReturnType<typeof readPersonFields> }, world: World) {
  const person = known(world.persons, asked.id)
  const { residentRoomNo, residentFloorNo, begin = person.begin, end = person.end, ...rest } = asked.fields
  if (rest.orgIndexCode !== undefined) known(world.organisations, rest.orgIndexCode)
  judgeWindow(begin, end, 'beginTime', 'endTime')
  for (const key of Object.keys(rest) as (keyof typeof rest)[]) if (rest[key] === undefined) delete rest[key]
  Object.assign(person, rest, { begin, end, version: person.version + 1 })
  if (residentRoomNo !== undefined) person.rooms.residentRoomNo = residentRoomNo
  if (residentFloorNo !== undefined) person.rooms.residentFloorNo = residentFloorNo
  return nothing(world)
}

function remove(id: string, world: World) {
  const person = known(world.persons, id)
  for (const level of person.levels) world.levels.get(level)?.members.delete(id)
  world.persons.delete(id)
  world.personIdByCode.delete(person.personCode)
  removeEverywhere(world, id)
  return nothing(world)
}

// The two look-ups answer the same keys in another order (protocol A2, REC).
const reversed = (info: Record<string, unknown>) => Object.fromEntries(Object.entries(info).reverse())

/** Persons and their faces (protocol A4 Person). */
export const persons: Endpoints = {
  'resource/v1/person/single/add': endpoint(readAdd, add),
  'resource/v1/person/single/update': endpoint(
    body => ({ id: indexCode(body, 'personId'), fields: readPersonFields(body, false) }),
    update,
  ),
  'resource/v1/person/single/delete': endpoint(body => indexCode(body, 'personId'), remove),
  'resource/v1/person/face/update': endpoint(
    body => ({ id: indexCode(body, 'personId'), faceData: requiredText(body, 'faceData', Number.POSITIVE_INFINITY) }),
    (asked, world) => {
      const person = known(world.persons, asked.id)
      person.face = acceptFace(world, asked.faceData, person.personCode)
      person.version++
      return nothing(world)
    },
  ),
  'resource/v1/person/personId/personInfo': endpoint(
    body => indexCode(body, 'personId'),
    (id, world) => data(personInfo(known(world.persons, id))),
  ),
  'resource/v1/person/personCode/personInfo': endpoint(
    body => requiredText(body, 'personCode', 16),
    (code, world) => data(reversed(personInfo(known(world.persons, known(world.personIdByCode, code))))),
    true,
  ),
  'resource/v1/person/personList': endpoint(
    body => page(body),
    (asked, world) => listPage(world, [...world.persons.values()], asked, personInfo),
  ),
  'resource/v1/person/advance/personList': endpoint(
    body => ({ ...page(body), personName: text(body, 'personName', 512) ?? '', appendInfo: readAppendInfo(body) }),
    (asked, world) => {
      const part = asked.personName.toLowerCase()
      const rows = [...world.persons.values()].filter(person => fullName(person).toLowerCase().includes(part))
      return listPage(world, rows, asked, person => {
        const { residentRoomNo, residentFloorNo } = person.rooms
        const room = asked.appendInfo.includes(6) ? { residentRoomNo } : {}
        return { ...personInfo(person), ...room, ...(asked.appendInfo.includes(19) ? { residentFloorNo } : {}) }
      })
    },
  ),
  'resource/v1/person/face/list': endpoint(
    body => {
      const ids = list(body, 'personIds', 500)
      if (!ids?.every(isIndexCode)) throw incorrect('personIds')
      return ids
    },
    (ids, world) =>
      listOnly(
        world,
        ids.filter(id => world.persons.has(id)).map(id => ({ personId: id, faces: faceList(world, id) })),
      ),
  ),
  'resource/v1/person/picture_data': endpoint(
    body => ({ id: indexCode(body, 'personId'), picUri: requiredText(body, 'picUri', 1024) }),
    (asked, world) => pictureOf(world, known(world.persons, asked.id).face?.picUri === asked.picUri ? asked.picUri : ''),
  ),
}

const faceList = (world: World, id: string) => {
  const picUri = world.persons.get(id)?.face?.picUri
  return picUri ? [{ picUri }] : []
}

function readAppendInfo(body: Body): unknown[] {
  const wanted = list(body, 'appendInfo', 20) ?? []
  if (!wanted.every(Number.isInteger)) throw incorrect('appendInfo')
  return wanted
}
