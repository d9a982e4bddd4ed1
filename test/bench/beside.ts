import { randomUUID } from 'node:crypto'
import PQueue from 'p-queue'
import pRetry from 'p-retry'
import { Agent, request } from 'undici'
import { signedHeaders } from '../../electron/access-control/hikcentral/auth.ts'
import type { SiteProcess } from '../support/site.ts'

// The same guests by other means: what stands beside our batch in the table.

export interface Beside {
  seconds: number
  /** Guests with photo, level and doors at the end. */
  through: number
  calls: number
  most: number
  refused: number
}

type Post = (path: string, body: object) => Promise<unknown>

/** One signed call as anybody would write it with undici: a code that is not 0 is an error. */
function poster(site: SiteProcess, connections: number): { post: Post; close: () => Promise<void> } {
  // The certificate is not looked at, as in every public client (protocol A0).
  const agent = new Agent({ connections, connect: { rejectUnauthorized: false } })
  const post: Post = async (path, body) => {
    const { headers } = signedHeaders(`/artemis/api/${path}`, site, { now: Date.now(), nonce: randomUUID() })
    const url = `${site.url}/artemis/api/${path}`
    const reply = await request(url, { method: 'POST', headers, body: JSON.stringify(body), dispatcher: agent })
    const text = await reply.body.text()
    if (reply.statusCode !== 200) throw new Error(`HTTP ${reply.statusCode}`)
    const { code, data } = JSON.parse(text) as { code: string; data: unknown }
    if (code !== '0') throw new Error(`code ${code}`)
    return data
  }
  return { post, close: () => agent.close() }
}

/** What is done for one guest; answers the person's id. */
type Guest = (post: Post, level: string, code: string, photo: Uint8Array) => Promise<string>

const person = (code: string) => ({
  personCode: code,
  personGivenName: `Number${code}`,
  personFamilyName: 'Beside',
  gender: 0,
  orgIndexCode: '1',
  beginTime: '2030-03-15T09:00:00+03:00',
  endTime: '2030-03-15T18:00:00+03:00',
})
const members = (level: string, id: string) => ({ privilegeGroupId: level, type: 1, list: [{ id }] })
const base64 = (photo: Uint8Array) => Buffer.from(photo).toString('base64')

/** p-queue and p-retry, as a good engineer would in an afternoon: the photo goes with the person, then the level, then the application. */
export const afternoon: Guest = async (post, level, code, photo) => {
  const id = String(await post('resource/v1/person/single/add', { ...person(code), faces: [{ faceData: base64(photo) }] }))
  await post('acs/v1/privilege/group/single/addPersons', members(level, id))
  await post('visitor/v1/auth/reapplication', { orderId: '', ImmediateDownload: 0, personIds: id })
  return id
}

/** The old system's task: look up, add, photo, level, application; five calls a guest. */
export const oldTask: Guest = async (post, level, code, photo) => {
  await post('resource/v1/person/personCode/personInfo', { personCode: code }).catch(() => null)
  const id = String(await post('resource/v1/person/single/add', person(code)))
  await post('resource/v1/person/face/update', { personId: id, faceData: base64(photo) })
  await post('acs/v1/privilege/group/single/addPersons', members(level, id))
  await post('visitor/v1/auth/reapplication', { orderId: '', ImmediateDownload: 0, personIds: id })
  return id
}

/** Pushes everybody through one queue of calls (`concurrency` at once, `rate` a second, three tries more each), then asks once a second until no door waits any more. */
export async function besides(
  site: SiteProcess,
  guest: Guest,
  photos: readonly Uint8Array[],
  at: { rate: number; concurrency: number },
): Promise<Beside> {
  const { post, close } = poster(site, at.concurrency)
  const queue = new PQueue({ concurrency: at.concurrency, interval: 1000, intervalCap: at.rate })
  const queued: Post = (path, body) =>
    queue.add(() => pRetry(() => post(path, body), { retries: 3, minTimeout: 500 })) as Promise<unknown>
  const levels = (await queued('acs/v1/privilege/group', { pageNo: 1, pageSize: 100, type: 1 })) as {
    list: { privilegeGroupId: string; privilegeGroupName: string }[]
  }
  const level = levels.list.find(found => found.privilegeGroupName === 'Guests')?.privilegeGroupId ?? ''
  const before = (await site.world()).calls
  const began = performance.now()
  await Promise.allSettled(photos.map((photo, i) => guest(queued, level, String(8_000_000 + i), photo)))
  for (;;) {
    const page = { applicationResultType: 2, pageNo: 1, pageSize: 500, type: 1 }
    const result = (await queued('acs/v1/auth/applicationResult', page)) as { total?: number }
    if (!result?.total) break
    await new Promise(resolve => setTimeout(resolve, 1000))
  }
  const seconds = (performance.now() - began) / 1000
  await close()
  const { persons, calls } = await site.world()
  const through = persons.filter(p => p.hasFace && p.levels.includes('Guests') && p.appliedDoors.length > 0).length
  return {
    seconds,
    through,
    calls: calls.total - before.total,
    most: calls.maxPerSecond,
    refused: calls.refused - before.refused,
  }
}
