import { type Answer, incorrect } from '../answer.ts'
import { type Endpoints, endpoint, listPage } from '../endpoint.ts'
import { type Body, integer, judgeWindow, known, page, requiredText, requiredTime, text } from '../fields.ts'
import { pictureOf } from '../picture.ts'
import { fullName, type Passage, type World } from '../world.ts'
import { readDoors } from './doors.ts'

const LONGEST_SPAN_MS = 31 * 86_400_000
const ASCENDING = 0
// A client asks up to ten times, a second apart, after the push (protocol A4 Doors and events).
const LAG_MS = 1000

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
  return { ...page(body), doors: new Set(readDoors(body)), start: start.at, end: end.at, eventType, personName, order }
}

function query(asked: ReturnType<typeof readQuery>, world: World): Answer {
  for (const id of asked.doors) known(world.doors, id)
  const visibleUntil = world.clock.now() - (world.on('eventsLag') ? LAG_MS : 0)
  const part = asked.personName?.toLowerCase()
  const rows = world.passages.filter(
    one =>
      one.at >= asked.start &&
      one.at <= asked.end &&
      one.at <= visibleUntil &&
      asked.doors.has(one.doorId) &&
      (asked.eventType === undefined || one.eventType === asked.eventType) &&
      (part === undefined || fullName(one).toLowerCase().includes(part)),
  )
  if (asked.order !== ASCENDING) rows.reverse()
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
  readerIndexCode: one.doorId,
  readerName: `${world.doors.get(one.doorId)?.name ?? ''} reader`,
  temperatureData: '',
  temperatureStatus: -1,
  wearMaskStatus: -1,
})

const picture = endpoint(
  body => requiredText(body, 'picUri', 1024),
  (picUri, world) => pictureOf(world, world.passages.some(one => one.picUri === picUri) ? picUri : ''),
)

/** Passages and their pictures (protocol A4 Doors and events). */
export const events: Endpoints = {
  'acs/v1/door/events': endpoint(readQuery, query),
  'acs/v1/event/pictures': picture,
  'eventService/v1/image_data': picture,
}
