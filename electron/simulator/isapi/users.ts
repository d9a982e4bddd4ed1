import { bodyOf, type Endpoints, type Fields, listIn, look, rootOf, textIn, write } from './ask.ts'
import { pageOf, placeOf } from './search.ts'
import { type Answer, done, Refused } from './status.ts'
import { dropUsers, hasFace, type Terminal, type TerminalUser } from './terminal.ts'

const MOST_NAME_BYTES = 128
const LAST_YEAR = 2037
const MOST_NUMBERS = 30
const BATCH = 16
const TYPES = ['normal', 'visitor', 'blackList']

// No zone: digits after the seconds are not looked at, so that a window in UTC is shifted, as users complain (protocol B5).
const WALL = /^(\d{4})-\d\d-\d\dT\d\d:\d\d:\d\d/

function wall(valid: Fields, name: string): string {
  const text = textIn(valid, name, 32)
  const [found, year] = WALL.exec(text) ?? []
  if (!found || Number.isNaN(Date.parse(`${found}Z`))) throw new Refused('badParameters', name)
  if (Number(year) > LAST_YEAR || Number(year) < 2000) throw new Refused('beyondARGSRangeLimit', name)
  return found
}

function validOf(value: unknown): TerminalUser['valid'] {
  if (typeof value !== 'object' || value === null) throw new Refused('badParameters', 'Valid')
  const valid = value as Fields
  if (typeof valid.enable !== 'boolean') throw new Refused('badParameters', 'enable')
  if (!valid.enable) return { on: false, begin: '', end: '' }
  const [begin, end] = [wall(valid, 'beginTime'), wall(valid, 'endTime')]
  if (begin > end) throw new Refused('badParameters', 'Valid')
  return { on: true, begin, end }
}

function rightsOf(terminal: Terminal, plan: Fields[] | undefined): TerminalUser['rights'] {
  return (plan ?? []).map(one => {
    const { doorNo, planTemplateNo } = one
    if (typeof doorNo !== 'number' || !terminal.doors.has(doorNo)) throw new Refused('badParameters', 'RightPlan')
    if (typeof planTemplateNo !== 'string' || !/^\d{1,3}$/.test(planTemplateNo))
      throw new Refused('badParameters', 'planTemplateNo')
    return { doorNo, planTemplateNo }
  })
}

function employeeNoOf(fields: Fields): string {
  const number = textIn(fields, 'employeeNo', 32)
  if (!/^[\w-]+$/.test(number)) throw new Refused('badParameters', 'employeeNo')
  return number
}

/** Puts what came over what there was. @throws Refused naming the field */
function merged(terminal: Terminal, fields: Fields, old: TerminalUser | undefined): TerminalUser {
  const { employeeNo, name, userType, Valid, RightPlan, ...rest } = fields
  const type = userType ?? old?.userType ?? 'normal'
  if (typeof type !== 'string' || !TYPES.includes(type)) throw new Refused('badParameters', 'userType')
  if (type !== 'normal' && terminal.on('normalUsersOnly')) throw new Refused('badParameters', 'userType')
  if (!old && Valid === undefined) throw new Refused('MessageParametersLack', 'Valid')
  if (name !== undefined && (typeof name !== 'string' || Buffer.byteLength(name) > MOST_NAME_BYTES))
    throw new Refused('badParameters', 'name')
  return {
    employeeNo: employeeNoOf(fields),
    name: name ?? old?.name ?? '',
    userType: type,
    valid: Valid === undefined ? old!.valid : validOf(Valid),
    rights: RightPlan === undefined ? (old?.rights ?? []) : rightsOf(terminal, listIn(fields, 'RightPlan', 4)),
    face: old?.face ?? null,
    cards: old?.cards ?? new Set(),
    rest: { ...old?.rest, ...rest },
  }
}

function room(terminal: Terminal): void {
  if (terminal.users.size >= terminal.plan.model.capacity) throw new Refused('userExceedLimit', 'UserInfo')
}

/** One user of a body, or several where the terminal takes several. */
function each(terminal: Terminal, body: Fields, act: (fields: Fields) => void): Answer {
  const found = body.UserInfo
  if (Array.isArray(found)) {
    if (!terminal.on('batchUsers')) throw new Refused('badJsonContent', 'UserInfo')
    for (const one of listIn(body, 'UserInfo', BATCH) ?? []) act(one)
    return done()
  }
  if (found === undefined) throw new Refused('MessageParametersLack', 'UserInfo')
  if (typeof found !== 'object' || found === null) throw new Refused('badJsonContent', 'UserInfo')
  act(found as Fields)
  return done()
}

/** Adds, changes, or both; what is missing or there already is refused where it must be. */
function put(terminal: Terminal, fields: Fields, may: { add: boolean; change: boolean }): void {
  const number = employeeNoOf(fields)
  const old = terminal.users.get(number)
  if (old && !may.change) throw new Refused('employeeNoAlreadyExist', 'checkUser')
  if (!old && !may.add) throw new Refused('employeeNoNotExist', 'employeeNo')
  if (!old) room(terminal)
  terminal.users.set(number, merged(terminal, fields, old))
}

function numbersOf(cond: Fields): string[] {
  const list = listIn(cond, 'EmployeeNoList', MOST_NUMBERS)
  if (!list) throw new Refused('MessageParametersLack', 'EmployeeNoList')
  return list.map(employeeNoOf)
}

function search(cond: Fields, terminal: Terminal): Answer {
  const place = placeOf(cond, 100_000, 30)
  const numbers = cond.EmployeeNoList === undefined ? null : new Set(numbersOf(cond))
  const fuzzy = cond.fuzzySearch === undefined ? '' : textIn(cond, 'fuzzySearch', 128, 0).toLowerCase()
  const rows = [...terminal.users.values()].filter(
    user =>
      (numbers === null || numbers.has(user.employeeNo)) &&
      (fuzzy === '' || user.name.toLowerCase().includes(fuzzy) || user.employeeNo.includes(fuzzy)),
  )
  return { json: { UserInfoSearch: pageOf(terminal, place, rows, 'UserInfo', user => shown(terminal, user)) } }
}

/** Where the picture of a user's face lies; behind the same login. */
export const faceUrl = (terminal: Terminal, user: TerminalUser): string =>
  `${terminal.url}/LOCALS/pic/enrlFace/0/${user.employeeNo.padStart(10, '0')}.jpg@WEB000000000001`

function shown(terminal: Terminal, user: TerminalUser): Fields {
  const { valid } = user
  return {
    employeeNo: user.employeeNo,
    name: user.name,
    userType: user.userType,
    sortByNamePosition: 0,
    sortByNameFlag: '#',
    closeDelayEnabled: false,
    Valid: { enable: valid.on, beginTime: valid.begin, endTime: valid.end, timeType: 'local' },
    belongGroup: '',
    password: '',
    doorRight: typeof user.rest.doorRight === 'string' ? user.rest.doorRight : '',
    RightPlan: user.rights,
    maxOpenDoorTime: 0,
    openDoorTime: 0,
    roomNumber: 0,
    floorNumber: 0,
    localUIRight: false,
    gender: typeof user.rest.gender === 'string' ? user.rest.gender : 'unknown',
    numOfCard: user.cards.size,
    numOfFace: hasFace(terminal, user) ? 1 : 0,
    PersonInfoExtends: [{ value: '' }],
    ...(hasFace(terminal, user) ? { faceURL: faceUrl(terminal, user) } : {}),
  }
}

function count(terminal: Terminal): Answer {
  const users = [...terminal.users.values()]
  return {
    json: {
      UserInfoCount: {
        userNumber: users.length,
        bindFaceUserNumber: users.filter(user => hasFace(terminal, user)).length,
        bindFingerprintUserNumber: 0,
        bindCardUserNumber: users.filter(user => user.cards.size > 0).length,
        bindRemoteControlNumber: 0,
      },
    },
  }
}

function deleteDetail(cond: Fields, terminal: Terminal): Answer {
  const mode = textIn(cond, 'mode', 32)
  if (mode !== 'byEmployeeNo' && mode !== 'all') throw new Refused('badParameters', 'mode')
  const numbers = new Set(mode === 'all' ? terminal.users.keys() : numbersOf(cond))
  if (terminal.on('noDeleteProcess') || terminal.plan.model.applyMs === 0) dropUsers(terminal, numbers)
  else if (deleting(terminal)) throw new Refused('deviceBusy')
  else {
    terminal.deletion = { numbers, endsAt: terminal.site.clock.monotonic() + terminal.plan.model.applyMs }
    terminal.site.later(() => deleting(terminal), terminal.plan.model.applyMs)
  }
  return done()
}

/** Whether a delete is still at work; one whose time has come is done now. */
export function deleting(terminal: Terminal): boolean {
  const { deletion } = terminal
  if (!deletion) return false
  if (deletion.endsAt > terminal.site.clock.monotonic()) return true
  terminal.deletion = null
  dropUsers(terminal, deletion.numbers)
  return false
}

/** Users of a terminal (protocol B5). */
export const users: Endpoints = {
  'POST AccessControl/UserInfo/Record': write((ask, terminal) =>
    each(terminal, bodyOf(ask), one => put(terminal, one, { add: true, change: false })),
  ),
  'PUT AccessControl/UserInfo/Modify': write((ask, terminal) =>
    each(terminal, bodyOf(ask), one => put(terminal, one, { add: false, change: true })),
  ),
  'PUT AccessControl/UserInfo/SetUp': write((ask, terminal) =>
    each(terminal, bodyOf(ask), one => put(terminal, one, { add: true, change: true })),
  ),
  'POST AccessControl/UserInfo/Search': look((ask, terminal) => search(rootOf(ask, 'UserInfoSearchCond'), terminal)),
  'GET AccessControl/UserInfo/Count': look((_, terminal) => count(terminal)),
  'PUT AccessControl/UserInfo/Delete': write((ask, terminal) => {
    dropUsers(terminal, numbersOf(rootOf(ask, 'UserInfoDelCond')))
    return done()
  }),
  'PUT AccessControl/UserInfo/Clear': write((_, terminal) => {
    terminal.users.clear()
    return done()
  }),
  'PUT AccessControl/UserInfoDetail/Delete': write((ask, terminal) => deleteDetail(rootOf(ask, 'UserInfoDetail'), terminal)),
  'GET AccessControl/UserInfoDetail/DeleteProcess': look((_, terminal) => ({
    json: { UserInfoDetailDeleteProcess: { status: deleting(terminal) ? 'processing' : 'success' } },
  })),
}
