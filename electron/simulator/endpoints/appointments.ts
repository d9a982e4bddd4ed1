import { type Answer, data } from '../answer.ts'
import { removeEverywhere } from '../apply.ts'
import { type Endpoints, endpoint, listPage, nothing } from '../endpoint.ts'
import { type Body, indexCode, integer, known, page, text, time } from '../fields.ts'
import { judgeOverlap, readVisitor, readVisitorLevels, readVisitWindow, saveVisitor } from '../visitor-fields.ts'
import type { Visit, World } from '../world.ts'

const readAppointment = (isNew: boolean) => (body: Body, world: World) => ({
  visitId: isNew ? undefined : indexCode(body, 'appointRecordId'),
  window: readVisitWindow(body, world, 'appointStartTime', 'appointEndTime'),
  purposeType: integer(body, 'visitReasonType', 0, 4) ?? 4,
  purpose: text(body, 'visitReasonDetail', 256) ?? '',
  levels: readVisitorLevels(body),
  fields: readVisitor(body, isNew),
})

function save(asked: ReturnType<ReturnType<typeof readAppointment>>, world: World): Answer {
  const visit = asked.visitId === undefined ? undefined : known(world.visits, asked.visitId)
  const before = visit && known(world.visitors, visit.visitorId)
  judgeOverlap(world, asked.fields.certificateNo ?? before?.certificateNo ?? '', asked.window, visit)
  const visitor = saveVisitor(world, before, asked.fields, asked.window, asked.levels)
  const kept: Visit = {
    id: visit?.id ?? world.nextId('visit'),
    visitorId: visitor.id,
    status: visit?.status ?? 0,
    ...asked.window,
    purposeType: asked.purposeType,
    purpose: asked.purpose,
    registered: visit?.registered ?? false,
  }
  world.visits.set(kept.id, kept)
  return asked.visitId === undefined ? data({ appointRecordId: kept.id, visitorId: visitor.id, qrCodeImage: '' }) : nothing(world)
}

function remove(id: string, world: World): Answer {
  const visit = known(world.visits, id)
  world.visits.delete(id)
  // A visitor without any visit is gone, and so from the doors.
  if (![...world.visits.values()].some(one => one.visitorId === visit.visitorId)) {
    for (const level of world.visitors.get(visit.visitorId)?.levels ?? [])
      world.levels.get(level)?.members.delete(visit.visitorId)
    world.visitors.delete(visit.visitorId)
    removeEverywhere(world, visit.visitorId)
  }
  return nothing(world)
}

const shown = (world: World, visit: Visit) => {
  const visitor = world.visitors.get(visit.visitorId)
  return {
    appointRecordId: visit.id,
    appointState: visit.status,
    appointStartTime: visit.begin.text,
    appointEndTime: visit.end.text,
    visitReasonType: visit.purposeType,
    visitReasonDetail: visit.purpose,
    visitorId: visit.visitorId,
    visitorFamilyName: visitor?.family ?? '',
    visitorGivenName: visitor?.given ?? '',
  }
}

const readList = (body: Body) => ({
  ...page(body),
  from: time(body, 'appointStartTime')?.at ?? Number.NEGATIVE_INFINITY,
  to: time(body, 'appointEndTime')?.at ?? Number.POSITIVE_INFINITY,
  state: integer(body, 'appointState', -1, 4) ?? -1,
  newestFirst: (integer(body, 'orderType', 0, 1) ?? 1) === 1,
})

const add = endpoint(readAppointment(true), save)
const update = endpoint(readAppointment(false), save)

/** Visits that are announced; v1 and v2 take the same body here (protocol A4 Visitors; v1's body is in no source). */
export const appointments: Endpoints = {
  'visitor/v1/appointment': add,
  'visitor/v2/appointment': add,
  'visitor/v1/appointment/update': update,
  'visitor/v2/appointment/update': update,
  'visitor/v1/appointment/single/delete': endpoint(body => indexCode(body, 'appointRecordId'), remove),
  'visitor/v1/appointment/appointmentlist': endpoint(readList, (asked, world) => {
    const rows = [...world.visits.values()].filter(
      one => one.end.at >= asked.from && one.begin.at <= asked.to && (asked.state === -1 || one.status === asked.state),
    )
    return listPage(world, asked.newestFirst ? rows.reverse() : rows, asked, one => shown(world, one))
  }),
}
