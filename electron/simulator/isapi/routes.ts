import type { Ask, Endpoint, Endpoints } from './ask.ts'
import { capabilities } from './capabilities.ts'
import { cards } from './cards.ts'
import { events } from './events.ts'
import { faces } from './faces.ts'
import { httpHosts } from './http-hosts.ts'
import type { DeviceQuirk } from './quirks.ts'
import { Refused } from './status.ts'
import { system } from './system.ts'
import type { Terminal } from './terminal.ts'
import { users } from './users.ts'

const ALL: Endpoints = { ...capabilities, ...cards, ...events, ...faces, ...httpHosts, ...system, ...users }
const PATHS = new Set(Object.keys(ALL).map(key => key.slice(key.indexOf(' ') + 1)))

/** Paths that are not there while a habit is on. */
const LACKS: readonly (readonly [quirk: DeviceQuirk, paths: RegExp])[] = [
  ['noFaces', /^Intelligent\//],
  ['noSetUp', /^AccessControl\/UserInfo\/SetUp$/],
  ['noDeleteProcess', /^AccessControl\/UserInfoDetail\/DeleteProcess$/],
  ['noDetailDelete', /^AccessControl\/UserInfoDetail\//],
]

const pattern = (path: string) => path.replace(/\/\d+$/, '/#')

/** What a terminal does at a path. @throws notSupport when it is not there, methodNotAllowed for another verb */
export function endpointOf(ask: Pick<Ask, 'method' | 'path'>, terminal: Terminal): Endpoint {
  const path = pattern(ask.path)
  if (!PATHS.has(path) || LACKS.some(([quirk, paths]) => terminal.on(quirk) && paths.test(path))) throw new Refused('notSupport')
  const found = ALL[`${ask.method} ${path}`]
  if (!found) throw new Refused('methodNotAllowed')
  return found
}
