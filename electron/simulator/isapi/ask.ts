import type { IncomingHttpHeaders } from 'node:http'
import { type Answer, Refused } from './status.ts'
import type { Terminal } from './terminal.ts'

/** A request that was let in. */
export interface Ask {
  method: string
  /** After /ISAPI/, without the query. */
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  body: Buffer
}

/** One verb of one path. `json` endpoints insist on `?format=json`; `write` ones are done one at a time. */
export interface Endpoint {
  json: boolean
  write: boolean
  run(ask: Ask, terminal: Terminal): Answer
}

/** Endpoints by `VERB path`; `#` in the path stands for a number. */
export type Endpoints = Record<string, Endpoint>

type Run = Endpoint['run']
/** A look at JSON. */
export const look = (run: Run): Endpoint => ({ json: true, write: false, run })
/** A write in JSON. */
export const write = (run: Run): Endpoint => ({ json: true, write: true, run })
/** A look at XML. */
export const lookXml = (run: Run): Endpoint => ({ json: false, write: false, run })
/** A write in XML. */
export const writeXml = (run: Run): Endpoint => ({ json: false, write: true, run })

/** JSON members as they came; judged where they are read. */
export type Fields = Record<string, unknown>

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The whole body. @throws badJsonFormat */
export function bodyOf(ask: Ask): Fields {
  try {
    const body: unknown = JSON.parse(ask.body.toString('utf8'))
    if (isFields(body)) return body
  } catch {
    // no JSON at all
  }
  throw new Refused('badJsonFormat')
}

/** What stands under the root of a body. @throws MessageParametersLack that names the root (protocol B2, REC) */
export function rootOf(ask: Ask, root: string): Fields {
  const found = bodyOf(ask)[root]
  if (found === undefined) throw new Refused('MessageParametersLack', root)
  if (!isFields(found)) throw new Refused('badJsonContent', root)
  return found
}

/** A text. Numbers are not taken for one (employeeNo is a string, protocol B5). @throws badParameters or MessageParametersLack */
export function textIn(fields: Fields, name: string, most: number, least = 1): string {
  const value = fields[name]
  if (value === undefined) throw new Refused('MessageParametersLack', name)
  if (typeof value !== 'string' || value.length < least || value.length > most) throw new Refused('badParameters', name)
  return value
}

/** A whole number within bounds. @throws MessageParametersLack, badParameters or beyondARGSRangeLimit */
export function numberIn(fields: Fields, name: string, least: number, most: number): number {
  const value = fields[name]
  if (value === undefined) throw new Refused('MessageParametersLack', name)
  if (typeof value !== 'number' || !Number.isInteger(value)) throw new Refused('badParameters', name)
  if (value < least || value > most) throw new Refused('beyondARGSRangeLimit', name)
  return value
}

/** A list of objects, `undefined` when it is absent. @throws badParameters */
export function listIn(fields: Fields, name: string, most: number): Fields[] | undefined {
  const value = fields[name]
  if (value === undefined) return undefined
  if (!Array.isArray(value) || !value.every(isFields)) throw new Refused('badParameters', name)
  if (value.length > most) throw new Refused('beyondARGSRangeLimit', name)
  return value
}
