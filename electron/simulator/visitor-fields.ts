import { absent, incorrect, Refusal } from './answer.ts'
import { acceptFace } from './faces.ts'
import { type Body, email, indexCode, integer, list, name, object, type Stamp, text, time } from './fields.ts'
import { readFaces } from './person-fields.ts'
import type { Visit, Visitor, World } from './world.ts'

const KEPT = ['visitorGroupName', 'phoneNo', 'plateNo', 'companyName', 'remark'] as const

/** What a request says of one visitor. */
export interface VisitorFields {
  family: string | undefined
  given: string | undefined
  certificateNo: string | undefined
  details: Record<string, unknown>
  faceData: unknown
}

/** The one entry of `visitorInfoList: [{VisitorInfo}]` (protocol A4 Visitors). Every client seen sends one; more are refused (INF). */
export function readVisitor(body: Body, isNew: boolean): VisitorFields {
  const items = list(body, 'visitorInfoList', 1)
  if (!items?.length) {
    if (isNew) throw incorrect('visitorInfoList')
    return { family: undefined, given: undefined, certificateNo: undefined, details: {}, faceData: undefined }
  }
  const info = object(object(items[0], 'visitorInfoList').VisitorInfo, 'VisitorInfo')
  const certificateNo = text(info, 'certificateNo', 32)
  // Dots and dashes of a document number are refused.
  if (certificateNo !== undefined && !/^[A-Za-z0-9]+$/.test(certificateNo)) throw incorrect('certificateNo')
  const details: Record<string, unknown> = { email: email(info), gender: integer(info, 'gender', 0, 2) }
  for (const key of KEPT) details[key] = text(info, key, 256)
  return {
    family: name(info, 'visitorFamilyName', isNew),
    given: name(info, 'visitorGivenName', isNew),
    certificateNo,
    details: Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined)),
    faceData: readFaces(info),
  }
}

/** A visit's window: not over yet, begin before end; one text for both fields (protocol A2, REC). */
export function readVisitWindow(body: Body, world: World, beginField: string, endField: string): { begin: Stamp; end: Stamp } {
  const begin = time(body, beginField)
  const end = time(body, endField)
  if (!begin || !end || begin.at >= end.at || end.at <= world.clock.now()) throw incorrect(`${beginField} and ${endField}`)
  return { begin, end }
}

/** Ids of visitor levels in `accessInfo.accessLevelList[{accessLevel{id}}]`; undefined when the request does not speak of them. */
export function readVisitorLevels(body: Body): string[] | undefined {
  if (body.accessInfo === undefined) return undefined
  const levels = list(object(body.accessInfo, 'accessInfo'), 'accessLevelList', 100)
  return levels?.map(one => indexCode(object(object(one, 'accessLevelList').accessLevel, 'accessLevel'), 'id'))
}

/** 60051: the same document has a visit that is not over in this period; it comes in two shapes, by seed (protocol A2). */
export function judgeOverlap(
  world: World,
  certificateNo: string,
  window: { begin: Stamp; end: Stamp },
  except: Visit | undefined,
): void {
  if (certificateNo === '') return
  for (const visit of world.visits.values()) {
    if (visit === except || visit.status === 2 || world.visitors.get(visit.visitorId)?.certificateNo !== certificateNo) continue
    if (visit.begin.at >= window.end.at || window.begin.at >= visit.end.at) continue
    const text = 'the visitor has an active reservation in this period'
    if (world.chance('60051') < 0.5) throw new Refusal('140', `Operation failed. 60051 [${text}]`)
    throw new Refusal('140', 'Operation failed', { ResponseStatus: { ErrorCode: 60051, ErrorDescription: `[${text}]` } })
  }
}

/** Makes or changes a visitor; the face is judged before anything is kept. Levels replace those of before. */
export function saveVisitor(
  world: World,
  known: Visitor | undefined,
  fields: VisitorFields,
  window: { begin: Stamp; end: Stamp },
  levels: readonly string[] | undefined,
): Visitor {
  for (const id of levels ?? []) if (world.levels.get(id)?.type !== 2) throw absent()
  const face =
    fields.faceData === undefined
      ? (known?.face ?? null)
      : acceptFace(world, fields.faceData, fields.certificateNo ?? known?.certificateNo ?? '')
  const visitor: Visitor = known ?? {
    id: world.nextId('holder'),
    kind: 2,
    given: '',
    family: '',
    ...window,
    face,
    version: 0,
    levels: new Set(),
    details: {},
    certificateNo: '',
  }
  Object.assign(visitor, window, {
    face,
    version: visitor.version + 1,
    given: fields.given ?? visitor.given,
    family: fields.family ?? visitor.family,
    certificateNo: fields.certificateNo ?? visitor.certificateNo,
    details: { ...visitor.details, ...fields.details },
  })
  world.visitors.set(visitor.id, visitor)
  if (levels) {
    for (const id of visitor.levels) world.levels.get(id)?.members.delete(visitor.id)
    visitor.levels = new Set(levels)
    for (const id of levels) world.levels.get(id)?.members.add(visitor.id)
  }
  return visitor
}
