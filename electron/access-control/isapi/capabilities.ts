import { type Fields, listOf, member, textOf } from '../fields.ts'
import { type CallContext, SiteError } from '../port.ts'
import type { Exchange } from './request.ts'
import { choices, most, numberOf } from './wire.ts'

/** What a device is and what it can do, as it says itself (protocol B4). Numbers differ by model and firmware, so no table of ours has them. */
export interface Facts {
  name: string
  model: string
  serial: string
  firmware: string
  /** Doors, numbered from 1. */
  doors: number
  users: {
    canSetUp: boolean
    /** Persons a search or a deletion may name, and the most that one page brings. */
    namesPerCall: number
    perPage: number
    /** Bytes a name may have in UTF-8. */
    nameBytes: number
    max: number | null
  }
  /** Where faces go; null: the device keeps none that we could send. */
  faces: Library | null
}

export interface Library {
  id: string
  type: string
  max: number | null
  /** It has FDSetUp, as far as we know: it is asked. */
  canSetUp: boolean
}

/** The access library, in spite of its name (protocol B6). */
const ACCESS_LIBRARY = 'blackFD'
const DEFAULTS = { namesPerCall: 30, perPage: 30, nameBytes: 128 }

export async function readDevice(
  exchange: Exchange,
  call: CallContext,
): Promise<Pick<Facts, 'name' | 'model' | 'serial' | 'firmware'>> {
  const reply = await exchange.send({ method: 'GET', path: '/ISAPI/System/deviceInfo', kind: 'read' }, call)
  const info = member(reply, 'DeviceInfo') ?? reply
  const word = (name: string) => textOf(member(info, name)) ?? ''
  return { name: word('deviceName'), model: word('model'), serial: word('serialNumber'), firmware: word('firmwareVersion') }
}

/** Everything that has to be known before the first person goes there. What a device cannot tell has its usual value. */
export async function readFacts(exchange: Exchange, call: CallContext): Promise<Facts> {
  const get = (path: string) => orNull(exchange.send({ method: 'GET', path, kind: 'read' }, call))
  const device = await readDevice(exchange, call)
  const told = await get('/ISAPI/AccessControl/UserInfo/capabilities?format=json')
  const users = member(told, 'UserInfo', 'UserInfoCap') ?? told
  const library = await readLibrary(exchange, call)
  const functions = choices(member(users, 'supportFunction')).map(one => one.toLowerCase())
  const search = member(users, 'UserInfoSearchCond')
  const named = [search, member(users, 'UserInfoDelCond')].flatMap(cond => {
    const list = member(cond, 'EmployeeNoList')
    return most(list) ?? sizeOf(list) ?? []
  })
  const can = (name: string) => functions.length === 0 || functions.includes(name)
  return {
    ...device,
    doors: doorsOf(users) ?? (await countDoors(get)) ?? 1,
    users: {
      canSetUp: can('setup'),
      namesPerCall: Math.max(1, Math.min(...named, DEFAULTS.namesPerCall)),
      perPage: Math.max(1, most(member(search, 'maxResults')) ?? DEFAULTS.perPage),
      nameBytes: most(member(users, 'name')) ?? DEFAULTS.nameBytes,
      max: numberOf(member(users, 'maxRecordNum')) ?? most(member(users, 'maxRecordNum')),
    },
    faces: library,
  }
}

/** The library faces go to; null where the device has none. */
export async function readLibrary(exchange: Exchange, call: CallContext): Promise<Library | null> {
  const get = (path: string) => orNull(exchange.send({ method: 'GET', path, kind: 'read' }, call))
  const caps = await get('/ISAPI/Intelligent/FDLib/capabilities?format=json')
  if (caps === null) return null
  const reply = await get('/ISAPI/Intelligent/FDLib?format=json')
  const lists = member(reply, 'FDLibBaseCfgList') ?? reply
  const listed = listOf(member(lists, 'FDLib', 'FDLibBaseCfg') ?? member(member(lists, 'ResponseStatus'), 'FDLib'))
  const found = listed.find(one => textOf(member(one, 'faceLibType'))?.toLowerCase() === ACCESS_LIBRARY.toLowerCase())
  const inner = member(caps, 'FDLib', 'FDLibCap', 'FPLibCap') ?? caps
  const max = numberOf(member(inner, 'FDRecordDataMaxNum')) ?? most(member(inner, 'FDRecordDataMaxNum'))
  return {
    id: textOf(member(found, 'FDID')) ?? '1',
    type: textOf(member(found, 'faceLibType')) ?? ACCESS_LIBRARY,
    max,
    canSetUp: true,
  }
}

const sizeOf = (of: unknown): number | null => numberOf(member(of, '@size', 'maxSize', '@maxSize'))

function doorsOf(users: unknown): number | null {
  const doorNo = member(listOf(member(users, 'RightPlan'))[0], 'doorNo')
  const listed = choices(doorNo).flatMap(one => numberOf(one) ?? [])
  return most(doorNo) ?? (listed.length > 0 ? Math.max(...listed) : null)
}

async function countDoors(get: (path: string) => Promise<Fields | null>): Promise<number | null> {
  const status = member(await get('/ISAPI/AccessControl/AcsWorkStatus?format=json'), 'AcsWorkStatus')
  const doors = member(status, 'doorLockStatus', 'doorStatus')
  const count = listOf(doors).length
  return count > 0 ? count : null
}

/** Null where the device has no such call, or will not say. */
async function orNull(asked: Promise<Fields>): Promise<Fields | null> {
  try {
    return await asked
  } catch (error) {
    const kind = error instanceof SiteError ? error.failure.kind : null
    if (kind === 'unsupported' || kind === 'invalid' || kind === 'not-found') return null
    throw error
  }
}

/** How full the device is. Null where it does not say. */
export async function readCounts(exchange: Exchange, call: CallContext): Promise<{ users: number | null; faces: number | null }> {
  const get = (path: string) => orNull(exchange.send({ method: 'GET', path, kind: 'read' }, call))
  const count = member(await get('/ISAPI/AccessControl/UserInfo/Count?format=json'), 'UserInfoCount')
  return { users: numberOf(member(count, 'userNumber')), faces: numberOf(member(count, 'bindFaceUserNumber')) }
}
