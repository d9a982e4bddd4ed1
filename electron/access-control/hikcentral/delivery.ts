import type { Failure } from '../../../shared/model/failure.ts'
import { DoorId, type PersonRef } from '../../../shared/model/ids.ts'
import { isFields, listOf, member, textOf } from '../fields.ts'
import type { Delivery, DoorAnswer } from '../port.ts'

// The two replies about doors, read tolerantly: the shape of the first is in no source, the second differs by version (protocol A4, Applying to devices).

/** One thing the site lists as failed or waiting. */
export interface Listed {
  ref: string
  state: 'pending' | 'failed'
  cause: Failure | null
}

const PERSON_KEYS = ['personId', 'personIndexCode']

/** The id of the person an item is about. A bare `id` may be the door's, so it counts only where no item says `personId`. */
function personOf(item: unknown, bare: boolean): string | null {
  const within = member(item, 'personInfo', 'person', 'personBaseInfo')
  return (
    textOf(member(item, ...PERSON_KEYS)) ??
    textOf(member(within, ...PERSON_KEYS, 'id')) ??
    (bare ? textOf(member(item, 'id')) : null)
  )
}

/** Every object in any array under `data`, not looking into those that carry a person. */
function itemsIn(data: unknown, bare: boolean, depth = 0): unknown[] {
  if (depth > 8) return []
  if (Array.isArray(data))
    return data.flatMap(item => (isFields(item) && personOf(item, bare) ? [item] : itemsIn(item, bare, depth + 1)))
  return isFields(data) ? Object.values(data).flatMap(value => itemsIn(value, bare, depth + 1)) : []
}

const hasFullArray = (data: unknown, depth = 0): boolean =>
  depth <= 8 &&
  (Array.isArray(data) ? data.length > 0 : isFields(data) && Object.values(data).some(value => hasFullArray(value, depth + 1)))

const hasArray = (data: unknown, depth = 0): boolean =>
  depth <= 8 && (Array.isArray(data) || (isFields(data) && Object.values(data).some(value => hasArray(value, depth + 1))))

/**
 * One page of `applicationResult`, which lists only what failed and what waits. Null when it cannot be read: then nobody may be called done.
 * `items` is how many it held, for paging.
 */
export function readApplicationResult(data: unknown): { listed: Listed[]; items: number; total: number | null } | null {
  const total = totalIn(data)
  const named = itemsIn(data, false)
  const items = named.length > 0 ? named : itemsIn(data, true)
  if (items.length === 0 && (hasFullArray(data) || (total ?? 0) > 0)) return null
  if (items.length === 0 && total !== 0 && !hasArray(data)) return null
  const bare = named.length === 0
  const listed = items.map(item => ({ ref: personOf(item, bare) ?? '', ...stateIn(item) }))
  return { listed, items: items.length, total }
}

function totalIn(data: unknown): number | null {
  const own = textOf(member(data, 'total', 'totalNum'))
  if (own !== null) return Number.isFinite(Number(own)) ? Number(own) : null
  const inner = isFields(data) ? Object.values(data).find(value => member(value, 'total', 'totalNum') !== undefined) : undefined
  return inner === undefined ? null : totalIn(inner)
}

/** Whether an item is shown as failed, by word or number, anywhere in it; else it waits. */
function stateIn(item: unknown): Pick<Listed, 'state' | 'cause'> {
  const errors = valuesOf(item, /error_?code$/i).filter(code => !isZero(code))
  const states = valuesOf(item, /(status|state|result)$/i)
  const isFailed = states.some(isFailure) || (states.length === 0 && errors.length > 0)
  return isFailed
    ? { state: 'failed', cause: doorFailure(errors[0] ?? null, valuesOf(item, /error_?module$/i)[0] ?? null) }
    : { state: 'pending', cause: null }
}

function valuesOf(item: unknown, name: RegExp, depth = 0): string[] {
  if (depth > 8) return []
  if (Array.isArray(item)) return item.flatMap(value => valuesOf(value, name, depth + 1))
  if (!isFields(item)) return []
  return Object.entries(item).flatMap(([key, value]) => {
    const text = textOf(value)
    return text !== null ? (name.test(key) ? [text] : []) : valuesOf(value, name, depth + 1)
  })
}

const isZero = (text: string) => /^(0|0x0+)$/i.test(text)
/** 2 and 3 are failures of a door (protocol A4); words speak for themselves. */
const isFailure = (status: string) => /^[23]$/.test(status) || /fail|error|refus|denied/i.test(status)

/** A door's own code and module; no source says what they mean, so they are kept as they are. */
function doorFailure(code: string | null, module: string | null): Failure {
  const site =
    code === null && module === null ? {} : { site: { code: (code ?? '').slice(0, 40), text: (module ?? '').slice(0, 200) } }
  return { kind: 'busy', cause: 'door-failed', ...site }
}

/**
 * `elementDownloadDetail` of one person: done when all element and certificate states are "0", failed when any is 2 or 3, else pending. Null when it names no door:
 * then nothing is known.
 */
export function readDownloadDetail(ref: PersonRef, data: unknown): Delivery | null {
  const elements = listOf(member(member(data, 'ElementDetailList') ?? data, 'ElementDetail'))
  const doors = elements.flatMap(element => doorOf(element) ?? [])
  if (doors.length === 0) return null
  const failed = doors.find(door => door.state === 'failed')
  const state = failed ? 'failed' : doors.every(door => door.state === 'done') ? 'done' : 'pending'
  return { ref, state, doors, cause: failed?.cause ?? null }
}

function doorOf(element: unknown): DoorAnswer | null {
  const id = DoorId.safeParse(textOf(member(element, 'ID', 'doorIndexCode')))
  if (!id.success) return null
  const name = textOf(member(member(element, 'BaseInfo'), 'Name')) ?? id.data
  const elements = listOf(member(element, 'ElementStatus'))
  const certificates = listOf(member(member(element, 'CertificateStatusList'), 'CertificateStatus'))
  // A bare value is a state too; an object names it by one of two keys.
  const stateOf = (entry: unknown) => textOf(isFields(entry) ? member(entry, 'elementStatus', 'Status') : entry)
  const states = [...elements, ...certificates].map(stateOf)
  if (states.some(state => state !== null && isFailure(state))) {
    const broken = elements.find(entry => !isZero(textOf(member(entry, 'ErrorCode')) ?? '0'))
    const cause = doorFailure(textOf(member(broken, 'ErrorCode')), textOf(member(broken, 'ErrorModule')))
    // It took the person, and not what the person is known by there: of that we never send anything but a face.
    const isFace = !elements.some(entry => isFailure(stateOf(entry) ?? '0'))
    return { id: id.data, name, state: 'failed', cause: isFace ? { ...cause, cause: 'door-face' } : cause }
  }
  const state = states.length === 0 ? 'unknown' : states.every(s => s === '0') ? 'done' : 'pending'
  return { id: id.data, name, state, cause: null }
}
