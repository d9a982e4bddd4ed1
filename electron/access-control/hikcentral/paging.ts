import { member } from '../fields.ts'
import { type CallContext, SiteError } from '../port.ts'
import type { Gateway } from './request.ts'

/** The most the gateway gives at once (protocol A2). */
const PAGE_SIZE = 500
/** More pages than any site has: a reply that never ends must. */
const MOST_PAGES = 2000

export interface Page {
  items: unknown[]
  total: number | null
  data: unknown
}

/** One page. `list` may be missing or null when there is nothing (protocol A2). */
export function readPage(data: unknown): Page {
  const list = member(data, 'list')
  const total = Number(member(data, 'total', 'totalNum') ?? Number.NaN)
  return { items: Array.isArray(list) ? list : [], total: Number.isFinite(total) ? total : null, data }
}

/**
 * Every page of a listing, in order. A reply the site finds too long is asked for again in smaller pages.
 * @throws SiteError of any page; `timeout` (endless-pages) when there is no end to it
 */
export async function* pages(
  gateway: Gateway,
  path: string,
  body: Record<string, unknown>,
  call: CallContext,
  largest = PAGE_SIZE,
): AsyncGenerator<Page> {
  let pageSize = largest
  let seen = 0
  for (let pageNo = 1, n = 0; n < MOST_PAGES; n++) {
    let data: unknown
    try {
      data = await gateway.post(path, { ...body, pageNo, pageSize }, call)
    } catch (error) {
      const tooLong = error instanceof SiteError && error.failure.cause === 'page-too-long'
      if (!tooLong || pageSize < 10) throw error
      pageSize = Math.floor(pageSize / 2)
      pageNo = Math.floor(seen / pageSize) + 1
      seen = (pageNo - 1) * pageSize
      continue
    }
    const page = readPage(data)
    yield page
    seen += page.items.length
    // A full page may have a next one even where the total says nothing.
    if (page.items.length === 0 || (page.total !== null ? seen >= page.total : page.items.length < pageSize)) return
    pageNo++
  }
  throw new SiteError({ kind: 'timeout', cause: 'endless-pages' })
}

/** All items of a listing. */
export async function listAll(
  gateway: Gateway,
  path: string,
  body: Record<string, unknown>,
  call: CallContext,
): Promise<unknown[]> {
  const items: unknown[] = []
  for await (const page of pages(gateway, path, body, call)) items.push(...page.items)
  return items
}
