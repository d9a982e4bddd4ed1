import { type Fields, isFields, listOf, member, textOf } from '../fields.ts'
import { readXml } from './xml.ts'

// Replies in one shape, whether they came as JSON or as XML (protocol B2: some firmware answers XML although JSON was asked for, so the first byte decides).

/** A reply's body as an object; null when it is neither JSON nor XML. */
export function readReply(body: Buffer | string): Fields | null {
  const text = body
    .toString()
    .replace(/^\uFEFF/, '')
    .trimStart()
  if (text.startsWith('<')) return readXml(text)
  try {
    const json: unknown = JSON.parse(text)
    return isFields(json) ? json : null
  } catch {
    return null
  }
}

/** What a status object says (protocol B2, B3): on its own, as the root of an XML, or as the body of a 401. */
export interface DeviceStatusWord {
  statusCode: number | null
  subStatusCode: string
  errorCode: number | null
  /** Its own words and the field at fault, for the raw answer. */
  text: string
}

export function statusOf(reply: Fields | null): DeviceStatusWord | null {
  const status = member(reply, 'ResponseStatus', 'userCheck') ?? reply
  const code = numberOf(member(status, 'statusCode', 'statusValue'))
  const sub = textOf(member(status, 'subStatusCode')) ?? ''
  if (code === null && sub === '') return null
  const words = ['statusString', 'subStatusCode', 'errorMsg'].flatMap(name => textOf(member(status, name)) ?? [])
  return {
    statusCode: code,
    subStatusCode: sub,
    errorCode: numberOf(member(status, 'errorCode')),
    text: [...new Set(words)].join(' '),
  }
}

/** What a 401 tells of the account. Elements are compared whole: the word "unlock" has "lock" in it. */
export function lockOf(reply: Fields | null): { locked: boolean; seconds: number | null; left: number | null } {
  const check = member(reply, 'userCheck', 'ResponseStatus') ?? reply
  const locked = textOf(member(check, 'lockStatus'))?.toLowerCase() === 'lock'
  return { locked, seconds: numberOf(member(check, 'unlockTime')), left: numberOf(member(check, 'retryLoginTime', 'retryTimes')) }
}

/** A finite number, also where it stands as a text. */
export function numberOf(value: unknown): number | null {
  const text = textOf(value)
  if (text === null) return null
  const number = /^0x[\da-f]+$/i.test(text) ? Number.parseInt(text, 16) : Number(text)
  return Number.isFinite(number) ? number : null
}

export const isTrue = (value: unknown): boolean => value === true || textOf(value)?.toLowerCase() === 'true'

/** A capability's choices: `@opt` is a list in one text, or an array, or stands there without its name (protocol B4). */
export function choices(of: unknown): string[] {
  const told = isFields(of) ? (member(of, '@opt', 'opt') ?? []) : of
  return listOf(told)
    .flatMap(one => (typeof one === 'string' ? one.split(',') : [String(one)]))
    .flatMap(one => one.trim() || [])
}

/** A capability's greatest value; null where it tells none. */
export const most = (of: unknown): number | null => (isFields(of) ? numberOf(member(of, '@max', 'max')) : numberOf(of))

export interface Page {
  /** What stands under `item`, or one level up or down where XML gives lists a name. */
  items: Fields[]
  /** How far the page goes: `numOfMatches`, whatever could be read of it. */
  matches: number
  total: number | null
  /** The search goes on behind this page; where the device does not say, its total does. */
  goesOn: boolean
}

/** One page of a search that begins at `position` (protocol B5); null where it is none. */
export function readPage(reply: Fields, root: string, item: string, position: number): Page | null {
  const page = member(reply, root)
  if (!isFields(page)) return null
  const told = member(page, item) ?? member(member(page, `${item}List`, 'InfoList', 'MatchList'), item)
  const list = isFields(told) ? (member(told, 'Info', item) ?? told) : told
  const items = listOf(list).filter(isFields)
  const matches = Math.max(0, numberOf(member(page, 'numOfMatches')) ?? items.length)
  const total = numberOf(member(page, 'totalMatches'))
  const status = textOf(member(page, 'responseStatusStrg'))?.toUpperCase()
  const goesOn = status === undefined ? total !== null && position + matches < total : status === 'MORE'
  return { items, matches, total, goesOn }
}
