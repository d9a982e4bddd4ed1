import { type Answer, absent, data, incorrect, Refusal } from '../answer.ts'
import { type Endpoints, endpoint, listOnly, nothing } from '../endpoint.ts'
import { type Body, indexCode, integer, known, object, page, requiredTime, text, time } from '../fields.ts'
import { judgeOverlap, readVisitor, readVisitorLevels, readVisitWindow, saveVisitor } from '../visitor-fields.ts'
import type { Visit, World } from '../world.ts'

const readIds = (body: Body, field: string) =>
  body[field] === undefined || body[field] === '' ? undefined : indexCode(body, field)

const readCheckIn = (isNew: boolean) => (body: Body, world: World) => ({
  window: readVisitWindow(body, world, 'visitStartTime', 'visitEndTime'),
  purposeType: integer(body, 'visitPurposeType', 0, 4) ?? 4,
  purpose: text(body, 'visitPurpose', 256) ?? '',
  visitId: isNew ? readIds(body, 'appointId') : indexCode(body, 'appointRecordId'),
  visitorId: isNew ? readIds(body, 'visitorId') : indexCode(body, 'visitorId'),
  levels: readVisitorLevels(body),
  fields: readVisitor(body, isNew),
})

function checkIn(asked: ReturnType<ReturnType<typeof readCheckIn>>, world: World): Answer {
  const visit = asked.visitId === undefined ? undefined : known(world.visits, asked.visitId)
  // Whoever has left is not changed back into somebody who is there (INF).
  if (visit?.status === 2) throw absent()
  const id = asked.visitorId ?? visit?.visitorId
  const before = id === undefined ? undefined : known(world.visitors, id)
  judgeOverlap(world, asked.fields.certificateNo ?? before?.certificateNo ?? '', asked.window, visit)
  const visitor = saveVisitor(world, before, asked.fields, asked.window, asked.levels)
  const kept: Visit = {
    id: visit?.id ?? world.nextId('visit'),
    visitorId: visitor.id,
    status: 1,
    ...asked.window,
    purposeType: asked.purposeType,
    purpose: asked.purpose,
    registered: true,
  }
  world.visits.set(kept.id, kept)
  return data({ visitorId: visitor.id, appointRecordId: kept.id, qrCodeImage: '' })
}

// Most checkouts that fail send the person's or the visitor's id: accepted, and nobody leaves (protocol A4 visitor/out).
function readOut(body: Body): string | null {
  if (body.appointRecordId === undefined && (body.personId !== undefined || body.visitorId !== undefined)) return null
  return indexCode(body, 'appointRecordId')
}

function leave(id: string | null, world: World): Answer {
  const visit = id === null ? null : known(world.visits, id)
  if (visit?.status === 2 && world.on('secondOutRefused')) throw new Refusal('140', 'Operation failed')
  // The doors know nothing of it: they follow by re-application, as ever.
  if (visit) visit.status = 2
  return nothing(world)
}

const visitorRecord = (world: World, visit: Visit) => {
  const visitor = world.visitors.get(visit.visitorId)
  return {
    recordId: visit.id,
    visitorStatus: visit.status,
    visitStartTime: visit.begin.text,
    visitEndTime: visit.end.text,
    visitPurposeType: visit.purposeType,
    visitPurpose: visit.purpose,
    visitorBaseInfo: {
      visitorId: visit.visitorId,
      visitorFamilyName: visitor?.family ?? '',
      visitorGivenName: visitor?.given ?? '',
      certificateNo: visitor?.certificateNo ?? '',
      picUri: visitor?.face?.picUri ?? '',
      ...visitor?.details,
    },
  }
}

const readRecords = (body: Body) => ({
  ...page(body, 499),
  from: time(body, 'visitStartTime')?.at ?? Number.NEGATIVE_INFINITY,
  to: time(body, 'visitEndTime')?.at ?? Number.POSITIVE_INFINITY,
  newestFirst: (integer(body, 'orderType', 0, 1) ?? 1) === 1,
  sortField: text(body, 'sortField', 64),
})

function records(asked: ReturnType<typeof readRecords>, world: World): Answer {
  const last = (one: Visit) => (world.on('recordsByBegin') ? one.begin.at : one.end.at)
  const rows = [...world.visits.values()].filter(one => one.registered && last(one) >= asked.from && one.begin.at <= asked.to)
  if (asked.newestFirst) rows.reverse()
  const list = rows
    .slice((asked.pageNo - 1) * asked.pageSize, asked.pageNo * asked.pageSize)
    .map(one => visitorRecord(world, one))
  const head = { totalNum: rows.length, pageNo: asked.pageNo, pageSize: asked.pageSize }
  return data(list.length === 0 && world.on('listAbsentWhenEmpty') ? head : { ...head, list })
}

/** Visitors who are checked in and out (protocol A4 Visitors). Their doors follow by re-application, as those of persons do. */
export const visitors: Endpoints = {
  'visitor/v1/registerment': endpoint(readCheckIn(true), checkIn),
  'visitor/v1/registerment/update': endpoint(readCheckIn(false), checkIn),
  'visitor/v1/register/getVistorRegisterRecord': endpoint(readRecords, records),
  'visitor/v1/visitor/out': endpoint(readOut, leave),
  'visitor/v1/appointment/getVisitorStatus': endpoint(
    body => ({ id: indexCode(body, 'visitorId'), at: requiredTime(body, 'visitTimePoint').at }),
    (asked, world) => {
      known(world.visitors, asked.id)
      const visit = [...world.visits.values()].find(
        one => one.visitorId === asked.id && one.begin.at <= asked.at && asked.at < one.end.at,
      )
      return data({ visitorStatus: visit?.status ?? 0 })
    },
  ),
  'visitor/v1/visitorgroups': endpoint(
    body => text(object(body.SearchCriteria ?? {}, 'SearchCriteria'), 'visitorGroupName', 64) ?? '',
    (part, world) => {
      const list = ['Visitors', 'Contractors'].map((visitorGroupName, i) => ({ visitorGroupId: String(i + 1), visitorGroupName }))
      return listOnly(
        world,
        list.filter(one => one.visitorGroupName.includes(part)),
      )
    },
  ),
  'visitor/v1/visitorconfig/customfields': endpoint(
    body => {
      for (const field of ['pageIndex', 'pageSize']) if (integer(body, field, -1, 500) === undefined) throw incorrect(field)
      return text(body, 'customFieldName', 64)
    },
    () => data({ TotalNum: 0, pageIndex: -1, pageSize: -1 }), // recorded (protocol A2)
  ),
}
