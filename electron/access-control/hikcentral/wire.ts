import { z } from 'zod'
import { DoorId, LevelId, PersonRef } from '../../../shared/model/ids.ts'

// What we read of the gateway's objects (protocol A4), and no more: it adds fields with every version.

/** Ids are small decimal strings; a number is taken too. */
const id = z.union([z.string(), z.number()]).transform(String)
const word = z.union([z.string(), z.number()]).transform(String).catch('')

export const PersonInfo = z.looseObject({
  personId: id.pipe(PersonRef),
  personCode: word,
  personFamilyName: word,
  personGivenName: word,
  phoneNo: word,
  email: word,
  beginTime: word,
  endTime: word,
  personPhoto: z.looseObject({ picUri: word }).nullish().catch(null),
})
export type PersonInfo = z.infer<typeof PersonInfo>

export const DoorItem = z
  .looseObject({ doorIndexCode: id.pipe(DoorId), doorName: word })
  .transform(item => ({ id: item.doorIndexCode, name: item.doorName || item.doorIndexCode }))

export const LevelItem = z
  .looseObject({ privilegeGroupId: id.pipe(LevelId), privilegeGroupName: word })
  .transform(item => ({ id: item.privilegeGroupId, name: item.privilegeGroupName || item.privilegeGroupId, doors: null }))

export const MemberItem = z.looseObject({ id: id.pipe(PersonRef) }).transform(item => item.id)

export const Organisation = z.looseObject({ orgIndexCode: id.pipe(z.string().min(1)) }).transform(item => item.orgIndexCode)

/** The new person's id: a plain string on recorded sites, `data.personId` for some clients (protocol A2). */
export const AddedPerson = z.union([id, z.looseObject({ personId: id }).transform(data => data.personId)]).pipe(PersonRef)

/** What a check-in of the visitor module answers (protocol A4, Visitors). */
export const RegisteredVisit = z
  .looseObject({ visitorId: id.pipe(PersonRef), appointRecordId: id.pipe(z.string().min(1)) })
  .transform(data => ({ ref: data.visitorId, record: data.appointRecordId }))

/** The items that can be read; one broken item does not hide the others. */
export function readable<T>(schema: z.ZodType<T>, items: readonly unknown[]): T[] {
  return items.flatMap(item => {
    const read = schema.safeParse(item)
    return read.success ? [read.data] : []
  })
}
