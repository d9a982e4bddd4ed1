import { PersonRef } from '../../../shared/model/ids.ts'
import { isoWithOffset, type Window } from '../../../shared/model/time.ts'
import { member, textOf } from '../fields.ts'
import { type CallContext, SiteError } from '../port.ts'
import { pages } from './paging.ts'
import type { Gateway } from './request.ts'

/** The most visitor records a page may hold in practice (protocol A2, Paging). */
const PAGE_SIZE = 499
/** Of `visitorStatus` 0 to 4 no source says which is which; this one is taken for "has left", as one client does (INF). */
const OUT = '2'

/** One visit as the visitor module lists it. */
export interface RegisterRecord {
  ref: PersonRef
  /** What `visitor/out` wants. */
  record: string
  isOut: boolean
  /** Of the document; our code stands there. */
  certificateNo: string
  family: string
  given: string
  /** Null where the list told no readable window. */
  window: Window | null
  hasPhoto: boolean
}

/**
 * The visits of one guest among all that the module lists within `window`, the newest first (protocol A4, `getVistorRegisterRecord`). Reads no further than a record that
 * is `enough`. A list that cannot be read is unknown, never "nobody": a second visitor would be made.
 */
export async function registerRecords(
  gateway: Gateway,
  asked: { window: Window; zone: string; isTheirs: (one: RegisterRecord) => boolean; enough?: (one: RegisterRecord) => boolean },
  call: CallContext,
): Promise<RegisterRecord[]> {
  const found: RegisterRecord[] = []
  let unreadable = false
  const body = {
    visitStartTime: isoWithOffset(asked.window.from, asked.zone),
    visitEndTime: isoWithOffset(asked.window.until, asked.zone),
    // The newest first: what was made a moment ago is on the first page.
    orderType: 1,
  }
  for await (const page of pages(gateway, 'visitor/v1/register/getVistorRegisterRecord', body, call, PAGE_SIZE)) {
    if (page.items.length === 0 && (page.total ?? 0) > 0) unreadable = true
    for (const item of page.items) {
      const record = readRecord(item)
      if (!record) unreadable = true
      else if (asked.isTheirs(record)) found.push(record)
    }
    if (asked.enough && found.some(asked.enough)) break
  }
  if (found.length === 0 && unreadable)
    throw new SiteError({ kind: 'timeout', cause: 'unreadable-reply', field: 'visitorBaseInfo' })
  return found.sort((a, b) => b.record.length - a.record.length || (a.record < b.record ? 1 : -1))
}

function readRecord(item: unknown): RegisterRecord | null {
  const base = member(item, 'visitorBaseInfo') ?? item
  const ref = PersonRef.safeParse(textOf(member(base, 'visitorId') ?? member(item, 'visitorId')))
  const record = textOf(member(item, 'recordId', 'appointRecordId'))
  if (!ref.success || record === null) return null
  const word = (name: string) => textOf(member(base, name)) ?? ''
  const [from, until] = ['visitStartTime', 'visitEndTime'].map(name => Date.parse(textOf(member(item, name)) ?? ''))
  return {
    ref: ref.data,
    record,
    isOut: textOf(member(item, 'visitorStatus')) === OUT,
    certificateNo: word('certificateNo'),
    family: word('visitorFamilyName'),
    given: word('visitorGivenName'),
    window: from && until ? { from, until } : null,
    hasPhoto: word('picUri') !== '',
  }
}
