import { type Answer, data } from './answer.ts'
import type { Body, Page } from './fields.ts'
import type { World } from './world.ts'

/**
 * One operation, in two steps because the gateway judges parameters before permission (protocol A2 ORDER):
 * `run(body, world)` reads the body (throws code 2) and returns the act, which is done only when the partner may.
 */
export interface Endpoint {
  /** GET is accepted beside POST. */
  get: boolean
  run(body: Body, world: World): () => Answer
}

/** Endpoints by the path after /artemis/api/. */
export type Endpoints = Record<string, Endpoint>

/** An endpoint from a reader of the body and an act on what was read. */
export function endpoint<P>(
  read: (body: Body, world: World) => P,
  act: (asked: P, world: World) => Answer,
  get = false,
): Endpoint {
  return {
    get,
    run: (body, world) => {
      const asked = read(body, world)
      return () => act(asked, world)
    },
  }
}

/** One page of `rows` as the gateway lists them (protocol A2 Paging); an empty page has no `list` while its quirk is on. */
export function listPage<T>(world: World, rows: readonly T[], page: Page, show: (row: T) => unknown): Answer {
  const list = rows.slice((page.pageNo - 1) * page.pageSize, page.pageNo * page.pageSize).map(show)
  const head = { total: rows.length, pageNo: page.pageNo, pageSize: page.pageSize }
  return data(list.length === 0 && world.on('listAbsentWhenEmpty') ? head : { ...head, list })
}

/** A list without paging; no `list` when there is nothing in it, as on an empty page. */
export const listOnly = (world: World, list: readonly unknown[]): Answer =>
  data(list.length === 0 && world.on('listAbsentWhenEmpty') ? {} : { list })

/** The answer of updates and deletes. */
export const nothing = (world: World): Answer => data(world.on('emptyStringData') ? '' : {})
