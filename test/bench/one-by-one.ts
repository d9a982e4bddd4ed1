import { createGate } from '../../electron/access-control/gate.ts'
import { createGateway } from '../../electron/access-control/hikcentral/request.ts'
import { createHttpClient } from '../../electron/access-control/http-client.ts'
import { createRateLimiter } from '../../electron/access-control/rate-limiter.ts'
import { systemClock } from '../../electron/base/clock.ts'
import { systemRandom } from '../../electron/base/random.ts'
import type { SiteToJoin } from '../support/desk-app.ts'

/**
 * The old system's shape: one guest after the other, five calls each, every one really made: look up by code, add, photo, access level, application.
 * Answers the milliseconds it took.
 */
export async function oneByOne(
  site: SiteToJoin,
  photos: readonly Uint8Array[],
  limits: { rate: number; concurrency: number },
): Promise<number> {
  const clock = systemClock
  const random = systemRandom()
  const http = createHttpClient({ url: site.url, pin: site.certificateSha256, connections: limits.concurrency, clock })
  const limiter = createRateLimiter({ ...limits, clock })
  const gateway = createGateway({
    keys: { appKey: site.appKey, appSecret: site.appSecret },
    http,
    limiter,
    gate: createGate(),
    clock,
    random,
  })
  const call = { rank: 10 }
  const levels = (await gateway.post('acs/v1/privilege/group', { pageNo: 1, pageSize: 100, type: 1 }, call)) as {
    list: { privilegeGroupId: string; privilegeGroupName: string }[]
  }
  const level = levels.list.find(found => found.privilegeGroupName === 'Guests')?.privilegeGroupId ?? ''
  const began = clock.monotonic()
  for (const [index, photo] of photos.entries()) {
    const personCode = `7${String(began).replace(/\D/g, '').slice(0, 8)}${index}`.slice(0, 16)
    // Code 128: nobody there yet, as it should be.
    await gateway.post('resource/v1/person/personCode/personInfo', { personCode }, call).catch(() => null)
    const personId = String(
      await gateway.post(
        'resource/v1/person/single/add',
        {
          personCode,
          personGivenName: `Number${index}`,
          personFamilyName: `Single${index}`,
          gender: 0,
          orgIndexCode: '1',
          beginTime: '2030-03-15T09:00:00+03:00',
          endTime: '2030-03-15T18:00:00+03:00',
        },
        call,
      ),
    )
    await gateway.post('resource/v1/person/face/update', { personId, faceData: Buffer.from(photo).toString('base64') }, call)
    const members = { privilegeGroupId: level, type: 1, list: [{ id: personId }] }
    // The quirk of an error although the person is in the group costs the old system nothing here: it looked no further.
    await gateway.post('acs/v1/privilege/group/single/addPersons', members, call).catch(() => null)
    await gateway.post('visitor/v1/auth/reapplication', { orderId: '', ImmediateDownload: 0, personIds: personId }, call)
  }
  const took = clock.monotonic() - began
  await http.close()
  return took
}
