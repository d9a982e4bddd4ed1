import { absent, incorrect } from './answer.ts'

/** The parsed JSON body of a request; `{}` when there was none. */
export type Body = Record<string, unknown>

/** A time as it came, with the instant it means (ms since the epoch). Offsets are stored as given (protocol A2). */
export interface Stamp {
  text: string
  at: number
}

/** A page asked for, `pageNo` from 1 (protocol A2 Paging). */
export interface Page {
  pageNo: number
  pageSize: number
}

const missing = (value: unknown) => value === undefined || value === null || value === ''

/** A string of at most `max` characters; undefined when absent or empty. @throws code 2 naming the field */
export function text(body: Body, field: string, max: number): string | undefined {
  const value = body[field]
  if (missing(value)) return undefined
  if (typeof value !== 'string' || value.length > max) throw incorrect(field)
  return value
}

/** As `text`, but it must be there. */
export function requiredText(body: Body, field: string, max: number): string {
  const value = text(body, field, max)
  if (value === undefined || value.trim() === '') throw incorrect(field)
  return value
}

/** An e-mail of at most 64 characters; one that is no address is refused (protocol A2, REC). */
export function email(body: Body): string | undefined {
  const value = text(body, 'email', 64)
  if (value !== undefined && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value)) throw incorrect('email')
  return value
}

/** A person's name: 256 characters, none of `' / \ : * ? " < > |` (protocol A4 Person). */
export function name(body: Body, field: string, required = true): string | undefined {
  const value = required ? requiredText(body, field, 256) : text(body, field, 256)
  if (value !== undefined && /['/\\:*?"<>|]/.test(value)) throw incorrect(field)
  return value
}

/** A whole number (a JSON number) in a range; undefined when absent. */
export function integer(body: Body, field: string, min: number, max: number): number | undefined {
  const value = body[field]
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) throw incorrect(field)
  return value
}

/** As `integer`, but it must be there. */
export function requiredInteger(body: Body, field: string, min: number, max: number): number {
  const value = integer(body, field, min, max)
  if (value === undefined) throw incorrect(field)
  return value
}

/** True when `value` could be an id: ids are decimals, so 32 hex digits are malformed (code 2) and not unknown (128). Protocol A2. */
export const isIndexCode = (value: unknown): value is string => typeof value === 'string' && /^\d{1,19}$/.test(value)

/** An id that must be there and well formed. @throws code 2 naming the field */
export function indexCode(body: Body, field: string): string {
  const value = body[field]
  if (!isIndexCode(value)) throw incorrect(field)
  return value
}

/** The row with this id. @throws code 128 */
export function known<T>(rows: ReadonlyMap<string, T>, id: string): T {
  const row = rows.get(id)
  if (row === undefined) throw absent()
  return row
}

const TIME = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)[+-]\d\d:\d\d$/
const LAST_END = Date.parse('2037-12-31T23:59:59+00:00')

/** `yyyy-MM-ddTHH:mm:ss+hh:mm`: no Z, no milliseconds (protocol A2 Time); undefined when absent. */
export function time(body: Body, field: string): Stamp | undefined {
  const value = body[field]
  if (missing(value)) return undefined
  if (typeof value !== 'string' || !TIME.test(value)) throw incorrect(field)
  const at = Date.parse(value)
  // Date.parse rolls 31 February over on some engines: the day must come back as it was written.
  const day = Number(value.slice(8, 10))
  const sameDay = new Date(Date.UTC(Number(value.slice(0, 4)), Number(value.slice(5, 7)) - 1, day)).getUTCDate() === day
  if (Number.isNaN(at) || !sameDay) throw incorrect(field)
  return { text: value, at }
}

/** As `time`, but it must be there. */
export function requiredTime(body: Body, field: string): Stamp {
  const stamp = time(body, field)
  if (!stamp) throw incorrect(field)
  return stamp
}

/** Judges a window: begin before end, end not after 2037 (protocol A2 Time). @throws code 2 naming the field at fault */
export function judgeWindow(begin: Stamp, end: Stamp, beginField: string, endField: string): void {
  if (end.at > LAST_END) throw incorrect(endField)
  if (begin.at >= end.at) throw incorrect(`${beginField} and ${endField}`)
}

/** `pageNo` and `pageSize`, both required; at most `max` rows a page (protocol A2 Paging). */
export function page(body: Body, max = 500): Page {
  return { pageNo: requiredInteger(body, 'pageNo', 1, 1_000_000), pageSize: requiredInteger(body, 'pageSize', 1, max) }
}

/** A list of at most `max` items; undefined when absent. */
export function list(body: Body, field: string, max: number): unknown[] | undefined {
  const value = body[field]
  if (value === undefined || value === null) return undefined
  if (!Array.isArray(value) || value.length > max) throw incorrect(field)
  return value
}

/** An object, e.g. a nested VisitorInfo. @throws code 2 naming the field */
export function object(value: unknown, field: string): Body {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw incorrect(field)
  return value as Body
}

/** Ids in a comma-separated STRING (protocol A4 Applying); null when absent: all of them. */
export function csv(body: Body, field: string): string[] | null {
  const value = body[field]
  if (missing(value)) return null
  if (typeof value !== 'string') throw incorrect(field)
  const ids = value.split(',').map(id => id.trim())
  if (!ids.every(isIndexCode)) throw incorrect(field)
  return ids
}
