import { type Answer, absent, data } from '../answer.ts'
import { applicationResult, statistics } from '../application-result.ts'
import { apply } from '../apply.ts'
import { elementDownloadDetail } from '../element-detail.ts'
import { type Endpoints, endpoint, nothing } from '../endpoint.ts'
import { type Body, csv, indexCode, integer, known, page, requiredInteger } from '../fields.ts'
import { holderOf, type World } from '../world.ts'

function readReapplication(body: Body) {
  return {
    personIds: csv(body, 'personIds'),
    doorIndexCodes: csv(body, 'doorIndexCodes'),
    includeFailed: (integer(body, 'ImmediateDownload', 0, 1) ?? 0) === 0,
  }
}

function reapply(asked: ReturnType<typeof readReapplication>, world: World): Answer {
  for (const id of asked.personIds ?? []) if (!holderOf(world, id)) throw absent()
  for (const id of asked.doorIndexCodes ?? []) known(world.doors, id)
  apply(world, asked.personIds, asked.doorIndexCodes, asked.includeFailed)
  return nothing(world)
}

function readResult(body: Body) {
  const kind = requiredInteger(body, 'applicationResultType', 1, 2)
  const type = requiredInteger(body, 'type', 1, 2) as 1 | 2
  return { kind, type, page: kind === 2 ? page(body) : { pageNo: 1, pageSize: 1 } }
}

/** Applying to the doors, and how it went (protocol A4 Applying to devices). */
export const applying: Endpoints = {
  'visitor/v1/auth/reapplication': endpoint(readReapplication, reapply),
  'acs/v1/auth/applicationResult': endpoint(readResult, (asked, world) =>
    data(asked.kind === 1 ? statistics(world, asked.type) : applicationResult(world, asked.type, asked.page)),
  ),
  'visitor/v1/person/ID/elementDownloadDetail': endpoint(
    body => indexCode(body, 'id'),
    (id, world) => {
      const holder = holderOf(world, id)
      if (!holder || (holder.kind === 1 && world.script.personDetail === '128')) throw absent()
      return data(elementDownloadDetail(world, holder))
    },
  ),
}
