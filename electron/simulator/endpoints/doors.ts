import { type Answer, data, incorrect, Refusal } from '../answer.ts'
import { zones } from '../default-world.ts'
import { type Endpoints, endpoint, listPage, nothing } from '../endpoint.ts'
import { acceptFace } from '../faces.ts'
import { type Body, indexCode, integer, isIndexCode, known, list, page, requiredInteger, requiredText } from '../fields.ts'
import type { Door, World } from '../world.ts'

/** At most ten doors a call (protocol A4 Doors and events). */
export function readDoors(body: Body): string[] {
  const ids = list(body, 'doorIndexCodes', 10)
  if (!ids?.length || !ids.every(isIndexCode)) throw incorrect('doorIndexCodes')
  return ids
}

const isOffline = (world: World, door: Door) =>
  (world.script.doorFailures[door.id] ?? world.script.doorFailures[door.name]) === 'offline'

// The document names the list and its paging only; these keys are those of its sibling calls (INF).
const doorInfo = (world: World, door: Door) => ({
  doorIndexCode: door.id,
  doorName: door.name,
  doorNo: door.id,
  acsDevIndexCode: door.deviceId,
  regionIndexCode: String(zones.indexOf(door.zone) + 1),
  regionName: door.zone,
  doorState: isOffline(world, door) ? 4 : door.mode,
})

function doorList(asked: ReturnType<typeof page>, world: World): Answer {
  const answer = listPage(world, [...world.doors.values()], asked, door => doorInfo(world, door))
  if ('data' in answer && world.on('doorListEchoesZero')) Object.assign(answer.data as object, { pageNo: 0, pageSize: 0 })
  return answer
}

const readControl = (body: Body) => ({
  doors: readDoors(body),
  controlType: requiredInteger(body, 'controlType', 0, 3),
  direction: integer(body, 'controlDirection', 0, 1),
})

function control({ doors, controlType }: ReturnType<typeof readControl>, world: World): Answer {
  const found = doors.map(id => known(world.doors, id))
  return data(
    found.map(door => {
      if (isOffline(world, door))
        return { doorIndexCode: door.id, controlResultCode: '129', controlResultDesc: 'The resource is offline' }
      // 2 opens for a moment: the door is closed again after.
      door.mode = controlType === 2 ? 1 : controlType
      return { doorIndexCode: door.id, controlResultCode: '0', controlResultDesc: 'Success' }
    }),
  )
}

const readFaceCheck = (body: Body) => ({
  deviceId: indexCode(body, 'acsDevIndexCode'),
  faceData: requiredText(body, 'faceData', Number.POSITIVE_INFINITY),
})

/** Doors, their devices and the face check by a real terminal (protocol A4 Person, Doors and events). */
export const doors: Endpoints = {
  'resource/v1/acsDoor/acsDoorList': endpoint(body => page(body), doorList),
  'resource/v1/acsDoor/indexCode/acsDoorInfo': endpoint(
    body => indexCode(body, 'doorIndexCode'),
    (id, world) => data(doorInfo(world, known(world.doors, id))),
  ),
  'resource/v1/acsDevice/acsDeviceList': endpoint(
    body => page(body),
    (asked, world) =>
      listPage(world, [...world.devices.values()], asked, device => ({
        acsDevIndexCode: device.id,
        acsDevName: device.name,
        acsDevIp: device.ip,
        acsDevPort: '8000',
        status: device.online ? 1 : 2,
      })),
  ),
  'acs/v1/door/doControl': endpoint(readControl, control),
  'acs/v1/faceCheck': endpoint(readFaceCheck, (asked, world) => {
    if (!known(world.devices, asked.deviceId).online) throw new Refusal('129', 'The resource is offline')
    acceptFace(world, asked.faceData, '')
    return nothing(world)
  }),
}
