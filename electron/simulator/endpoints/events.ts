import { type Answer, absent, incorrect } from '../answer.ts'
import { type Endpoints, endpoint, listPage } from '../endpoint.ts'
import { type Body, integer, judgeWindow, known, page, requiredText, requiredTime, text } from '../fields.ts'
import { findPassages } from '../passage-log.ts'
import { remarkedPicture } from '../picture.ts'
import { readerOf } from '../walk/gates.ts'
import { fullName, holderOf, type Passage, type World } from '../world.ts'
import { readDoors } from './doors.ts'

const LONGEST_SPAN_MS = 31 * 86_400_000
const ASCENDING = 0

function readQuery(body: Body) {
  const start = requiredTime(body, 'startTime')
  const end = requiredTime(body, 'endTime')
  judgeWindow(start, end, 'startTime', 'endTime')
  if (end.at - start.at > LONGEST_SPAN_MS) throw incorrect('startTime and endTime')
  const eventType = integer(body, 'eventType', 0, 2_147_483_647)
  const personName = text(body, 'personName', 512)
  if (eventType === undefined && personName === undefined) throw incorrect('eventType')
  for (const field of ['temperatureStatus', 'maskStatus', 'wearMaskStatus']) integer(body, field, -1, 10)
  const sortField = text(body, 'sortField', 64)
  if (sortField !== undefined && sortField !== 'SwipeTime') throw incorrect('sortField')
  const order = integer(body, 'orderType', 0, 1) ?? 1
  const doors = new Set(readDoors(body))
  return { ...page(body), doors, start: start.at, end: end.at, eventType, personName, ascending: order === ASCENDING }
}

function query(asked: ReturnType<typeof readQuery>, world: World): Answer {
  for (const id of asked.doors) known(world.doors, id)
  const rows = findPassages(world, asked, fullName)
  return listPage(world, rows, asked, one => shown(world, one))
}

const stamp = (at: number) => `${new Date(at).toISOString().slice(0, 19)}+00:00`

const shown = (world: World, one: Passage) => ({
  eventId: one.eventId,
  eventType: one.eventType,
  eventTime: stamp(one.at),
  deviceTime: stamp(one.at),
  personId: one.personId ?? '',
  personName: fullName(one),
  personFamilyName: one.family,
  personGivenName: one.given,
  doorName: world.doors.get(one.doorId)?.name ?? '',
  doorIndexCode: one.doorId,
  cardNo: '',
  checkInAndOutType: 0,
  picUri: one.picUri,
  ...readerOf(world, one.doorId, one.way ?? 'in'),
  temperatureData: '',
  temperatureStatus: -1,
  wearMaskStatus: -1,
})

const picture = endpoint(
  body => requiredText(body, 'picUri', 1024),
  (picUri, world) => {
    const passage = world.passages.findLast(one => one.picUri === picUri)
    if (!passage) throw absent()
    // Whoever was recognised looks as on the photo; of a stranger there is something grey.
    const face = passage.personId === null ? null : holderOf(world, passage.personId)?.face
    return { picture: (face && world.pictures.get(face.picUri)) ?? remarkedPicture(picUri) }
  },
)

/** Passages and their pictures (protocol A4 Doors and events). */
export const events: Endpoints = {
  'acs/v1/door/events': endpoint(readQuery, query),
  'acs/v1/event/pictures': picture,
  'eventService/v1/image_data': picture,
}
