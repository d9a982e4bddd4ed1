import type { PersonRef } from '../../../shared/model/ids.ts'
import type { Window } from '../../../shared/model/time.ts'
import { type Fields, listOf, member, textOf } from '../fields.ts'
import { type CallContext, SiteError } from '../port.ts'
import type { Facts } from './capabilities.ts'
import { fitName } from './names.ts'
import { type DeviceRequest, type Exchange, familyOf } from './request.ts'
import { numberOf, readPage } from './wire.ts'

/** A user as we write one: the window in the device's own wall clock (protocol B5). */
export interface WantedUser {
  ref: PersonRef
  name: string
  valid: { beginTime: string; endTime: string }
  doors: readonly number[]
}

/** A user as the device told it. What it tells beside that (its PIN, readable) is not taken up. */
export interface KeptUser {
  ref: PersonRef
  name: string
  valid: { beginTime: string; endTime: string } | null
  doors: readonly number[]
  /** Null where the device tells no number of faces. */
  faces: number | null
}

const USERS = '/ISAPI/AccessControl/UserInfo'
/** Around the clock, by factory default (protocol B5, Plans). It is a text; the door's number is none. */
const ALWAYS = '1'
/** A device that goes on answering pages without an end is not followed: the largest hold 10,000 (protocol B4), and one that does not look at the numbers tells all of them. */
const MOST_PAGES = 1000
/** Pauses between two questions how far a deletion is, in milliseconds, and how many of them. */
const POLL_MS = 400
const MOST_POLLS = 75

const json = (method: 'POST' | 'PUT', path: string, content: Fields, personal: readonly string[] = []): DeviceRequest => ({
  method,
  path: `${path}?format=json`,
  body: { type: 'application/json', content: JSON.stringify(content) },
  kind: 'write',
  personal,
})

const bodyOf = ({ ref, name, valid, doors }: WantedUser, nameBytes: number): Fields => ({
  UserInfo: {
    employeeNo: ref,
    name: fitName(name, nameBytes),
    userType: 'normal',
    Valid: { enable: true, ...valid, timeType: 'local' },
    doorRight: doors.join(','),
    RightPlan: doors.map(doorNo => ({ doorNo, planTemplateNo: ALWAYS })),
  },
})

/** Of the name, that must not stay in what the device answers. */
const wordsOf = ({ name }: WantedUser) => [name, ...name.split(' ').filter(word => word.length > 2)]

/**
 * Adds a user. One call.
 * @throws DeviceRefusal of the family 'exists' where somebody has the number
 */
export async function addUser(exchange: Exchange, facts: Facts, user: WantedUser, call: CallContext): Promise<void> {
  await exchange.send(json('POST', `${USERS}/Record`, bodyOf(user, facts.users.nameBytes), wordsOf(user)), call)
}

/** Brings a user up to date who is ours, and adds one who is not there: in one call where the device can, else in two. */
export async function putUser(exchange: Exchange, facts: Facts, user: WantedUser, call: CallContext): Promise<void> {
  const body = bodyOf(user, facts.users.nameBytes)
  const personal = wordsOf(user)
  if (facts.users.canSetUp) {
    try {
      await exchange.send(json('PUT', `${USERS}/SetUp`, body, personal), call)
      return
    } catch (error) {
      if (familyOf(error) !== 'not-supported') throw error
      facts.users.canSetUp = false
    }
  }
  try {
    await exchange.send(json('PUT', `${USERS}/Modify`, body, personal), call)
  } catch (error) {
    if (familyOf(error) !== 'missing') throw error
    await addUser(exchange, facts, user, call)
  }
}

const unreadable = () => new SiteError({ kind: 'timeout', cause: 'unreadable-reply', field: 'UserInfoSearch' })

/**
 * Those of `refs` whom the device has. A set of up to `namesPerCall` is one call, unless its pages are short.
 * @throws SiteError `timeout` where its answer does not add up: unreadable is unknown, never "absent" (protocol B5)
 */
export async function searchUsers(
  exchange: Exchange,
  facts: Facts,
  refs: readonly PersonRef[],
  searchId: () => string,
  call: CallContext,
): Promise<Map<PersonRef, KeptUser>> {
  const found = new Map<PersonRef, KeptUser>()
  const { namesPerCall, perPage } = facts.users
  for (let at = 0; at < refs.length; at += namesPerCall) {
    const wanted = new Set(refs.slice(at, at + namesPerCall))
    const searchID = searchId()
    const EmployeeNoList = [...wanted].map(employeeNo => ({ employeeNo }))
    let position = 0
    for (let pages = 1; ; pages++) {
      const UserInfoSearchCond = { searchID, searchResultPosition: position, maxResults: perPage, EmployeeNoList }
      const reply = await exchange.send({ ...json('POST', `${USERS}/Search`, { UserInfoSearchCond }), kind: 'read' }, call)
      const page = readPage(reply, 'UserInfoSearch', 'UserInfo', position)
      if (!page || page.items.length < page.matches) throw unreadable()
      for (const item of page.items) {
        const user = userOf(item)
        if (!user) throw unreadable()
        if (wanted.delete(user.ref)) found.set(user.ref, user)
      }
      if (!page.goesOn || wanted.size === 0) break
      if (page.matches === 0 || pages === MOST_PAGES) throw unreadable()
      position += page.matches
    }
  }
  return found
}

function userOf(item: Fields): KeptUser | null {
  const ref = textOf(member(item, 'employeeNo'))
  if (ref === null) return null
  const valid = member(item, 'Valid')
  const [beginTime, endTime] = [textOf(member(valid, 'beginTime')), textOf(member(valid, 'endTime'))]
  const rights = (textOf(member(item, 'doorRight')) ?? '').split(',').flatMap(one => numberOf(one) ?? [])
  const plans = listOf(member(item, 'RightPlan')).flatMap(plan =>
    textOf(member(plan, 'planTemplateNo')) === null ? [] : (numberOf(member(plan, 'doorNo')) ?? []),
  )
  return {
    ref: ref as PersonRef,
    name: textOf(member(item, 'name')) ?? '',
    valid: beginTime !== null && endTime !== null ? { beginTime, endTime } : null,
    // Without a plan the door stays shut, whatever the right says (protocol B5).
    doors: rights.filter(door => plans.includes(door)).sort((a, b) => a - b),
    faces: numberOf(member(item, 'numOfFace')),
  }
}

/** Takes users off the device, faces and cards with them. Whoever is not there is off it. Answers when the device says that it is done. */
export async function removeUsers(
  exchange: Exchange,
  facts: Facts,
  refs: readonly PersonRef[],
  sleep: (ms: number) => Promise<void>,
  call: CallContext,
): Promise<void> {
  for (let at = 0; at < refs.length; at += facts.users.namesPerCall) {
    const EmployeeNoList = refs.slice(at, at + facts.users.namesPerCall).map(employeeNo => ({ employeeNo }))
    try {
      const UserInfoDetail = { mode: 'byEmployeeNo', EmployeeNoList }
      await exchange.send(json('PUT', '/ISAPI/AccessControl/UserInfoDetail/Delete', { UserInfoDetail }), call)
      await deleted(exchange, sleep, call)
    } catch (error) {
      const family = familyOf(error)
      if (family === 'missing') continue
      if (family !== 'not-supported') throw error
      await exchange.send(json('PUT', `${USERS}/Delete`, { UserInfoDelCond: { EmployeeNoList } }), call).catch(refused => {
        if (familyOf(refused) !== 'missing') throw refused
      })
    }
  }
}

/** A deletion goes on after it was answered; any word but the two ends is "still at it" (protocol B5). */
async function deleted(exchange: Exchange, sleep: (ms: number) => Promise<void>, call: CallContext): Promise<void> {
  const path = '/ISAPI/AccessControl/UserInfoDetail/DeleteProcess?format=json'
  for (let polls = 0; polls < MOST_POLLS; polls++) {
    let status: string | null
    try {
      const reply = await exchange.send({ method: 'GET', path, kind: 'read' }, call)
      status = textOf(member(member(reply, 'UserInfoDetailDeleteProcess', 'UserInfoDeleteProcess') ?? reply, 'status'))
    } catch (error) {
      // Old firmware has no such call: its deletion was done when it was answered.
      if (familyOf(error) === 'not-supported') return
      throw error
    }
    if (status === 'success') return
    if (status === 'failed') throw new SiteError({ kind: 'timeout', cause: 'device-error', field: 'DeleteProcess' })
    await sleep(POLL_MS)
  }
  throw new SiteError({ kind: 'timeout', cause: 'device-late' })
}

/** What it takes to have the same window on the wall: a clock that was set a little since is no other window. */
const TOLERANCE_MS = 2 * 60_000

/** Whether the device has the user as wanted, its face aside. */
export function isAsWanted(
  kept: KeptUser,
  wanted: WantedUser,
  nameBytes: number,
  read: (valid: KeptUser['valid']) => Window | null,
): boolean {
  const [has, wants] = [read(kept.valid), read(wanted.valid)]
  const near = (a: number, b: number) => Math.abs(a - b) < TOLERANCE_MS
  return (
    kept.name === fitName(wanted.name, nameBytes) &&
    has !== null &&
    wants !== null &&
    // A clock outside of what devices take leaves nothing of a window: nobody has that.
    wants.from < wants.until &&
    near(has.from, wants.from) &&
    near(has.until, wants.until) &&
    kept.doors.join() === [...wanted.doors].sort((a, b) => a - b).join()
  )
}
