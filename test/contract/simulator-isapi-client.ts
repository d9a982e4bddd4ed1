import { createHash } from 'node:crypto'
import { request as http, type IncomingMessage } from 'node:http'
import { request as https } from 'node:https'
import { type RunningSimulator, type SimulatorOptions, startSimulator } from '../../electron/simulator/simulator.ts'
import type { RunningTerminal } from '../../electron/simulator/terminals.ts'

/** An answer as it came. `json` is undefined when the body is none. */
export interface Said {
  status: number
  headers: IncomingMessage['headers']
  text: string
  bytes: Buffer
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes
  json: any
}

/** A client of the tests' own: it knows Digest by RFC 7616 and the vectors, and shares no code with any driver. */
export interface Talk {
  sim: RunningSimulator
  device: RunningTerminal
  /** With a login; one challenge is answered, or a known nonce is used again. */
  ask(method: string, path: string, body?: Body): Promise<Said>
  /** As `ask` for JSON, with `?format=json`. */
  json(method: string, path: string, body?: unknown): Promise<Said>
  /** Exactly this, once. */
  raw(method: string, target: string, headers?: Record<string, string>, body?: Body): Promise<Said>
  /** Adds a user; gives back the answer. */
  user(employeeNo: string, more?: Record<string, unknown>): Promise<Said>
  face(employeeNo: string, jpeg: Buffer, verb?: 'FDSetUp' | 'FaceDataRecord' | 'FDModify'): Promise<Said>
  close(): Promise<void>
}

type Body = string | Buffer

export const md5 = (text: string) => createHash('md5').update(text).digest('hex')
export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** The pairs of one challenge. */
export function challengeOf(header: string): Record<string, string> {
  const pairs = header.replace(/^\w+ /, '').matchAll(/([\w-]+)="?([^",]*)"?/g)
  return Object.fromEntries([...pairs].map(([, key, value]) => [key as string, value as string]))
}

/** All WWW-Authenticate headers of an answer. Node joins them with a comma. */
export const challengesOf = (said: Said): string[] =>
  String(said.headers['www-authenticate'] ?? '')
    .split(/,\s*(?=(?:Digest|Basic) )/)
    .filter(one => one !== '')

export interface Login {
  user: string
  password: string
  method: string
  uri: string
  nc?: number
  cnonce?: string
}

/** An Authorization header for a challenge. */
export function digestHeader(
  challenge: Record<string, string>,
  { user, password, method, uri, nc = 1, cnonce = '0a4f113b' }: Login,
) {
  const h = challenge.algorithm === 'SHA-256' ? sha256 : md5
  const { realm, nonce, qop, algorithm } = challenge
  const count = nc.toString(16).padStart(8, '0')
  const [a, b] = [h(`${user}:${realm}:${password}`), h(`${method}:${uri}`)]
  const response = qop ? h(`${a}:${nonce}:${count}:${cnonce}:${qop}:${b}`) : h(`${a}:${nonce}:${b}`)
  return [
    `Digest username="${user}", realm="${realm}", nonce="${nonce}", uri="${uri}", response="${response}"`,
    ...(algorithm ? [`algorithm=${algorithm}`] : []),
    ...(qop ? [`qop=${qop}, nc=${count}, cnonce="${cnonce}"`] : []),
  ].join(', ')
}

export function send(url: string, method: string, headers: Record<string, string>, body?: Body): Promise<Said> {
  const sized = body !== undefined && !('Transfer-Encoding' in headers)
  return new Promise((resolve, reject) => {
    const call = (url.startsWith('https') ? https : http)(
      url,
      {
        method,
        headers: sized ? { 'Content-Length': String(Buffer.byteLength(body)), ...headers } : headers,
        agent: false,
        rejectUnauthorized: false,
      },
      response => {
        const chunks: Buffer[] = []
        response.on('data', chunk => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const bytes = Buffer.concat(chunks)
          const text = bytes.toString()
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, bytes, json: parsed(text) })
        })
      },
    )
    call.on('error', reject)
    call.end(body)
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Starts a site with one terminal (or those of the options) and talks to the first. */
export async function talkTo(
  model: string | undefined,
  more: Record<string, unknown> = {},
  options: SimulatorOptions = {},
): Promise<Talk> {
  const sim = await startSimulator({ walkers: false, isapi: [{ ...(model ? { model } : {}), ...more }], ...options })
  return talk(sim, sim.devices[0] as RunningTerminal)
}

export function talk(sim: RunningSimulator, device: RunningTerminal): Talk {
  let known: { challenge: Record<string, string>; nc: number } | null = null
  const { user, password } = device
  const raw: Talk['raw'] = (method, target, headers = {}, body) => send(device.url + target, method, headers, body)
  const ask = async (method: string, target: string, body?: Body, headers: Record<string, string> = {}): Promise<Said> => {
    for (let tries = 0; ; tries++) {
      if (known) {
        const Authorization = digestHeader(known.challenge, { user, password, method, uri: target, nc: known.nc++ })
        const said = await raw(method, target, { ...headers, Authorization }, body)
        if (said.status !== 401 || tries > 0) return said
      }
      const challenge = challengesOf(await raw(method, target, headers, body)).find(one => one.startsWith('Digest'))
      if (!challenge) {
        const Authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
        return raw(method, target, { ...headers, Authorization }, body)
      }
      known = { challenge: challengeOf(challenge), nc: 1 }
    }
  }
  const json: Talk['json'] = (method, path, body) =>
    ask(method, `/ISAPI/${path}?format=json`, body === undefined ? undefined : JSON.stringify(body), {
      'Content-Type': 'application/json',
    })
  return {
    sim,
    device,
    raw,
    ask: (method, path, body) => ask(method, path.startsWith('/') ? path : `/ISAPI/${path}`, body),
    json,
    user: (employeeNo, change = {}) =>
      json('POST', 'AccessControl/UserInfo/Record', { UserInfo: { ...userInfo(employeeNo), ...change } }),
    face: (employeeNo, jpeg, verb = 'FDSetUp') => {
      const body = faceBody(employeeNo, jpeg)
      return ask(verb === 'FaceDataRecord' ? 'POST' : 'PUT', `/ISAPI/Intelligent/FDLib/${verb}?format=json`, body, {
        'Content-Type': 'multipart/form-data; boundary=EDGE',
      })
    },
    close: () => sim.close(),
  }
}

/** The minimal working user of the fact sheet. */
export const userInfo = (employeeNo: string) => ({
  employeeNo,
  name: 'Иван Петров',
  userType: 'normal',
  Valid: { enable: true, beginTime: '2026-01-01T08:00:00', endTime: '2036-01-01T18:00:00', timeType: 'local' },
  doorRight: '1',
  RightPlan: [{ doorNo: 1, planTemplateNo: '1' }],
})

/** A multipart body with the record and the picture, framed to the byte; `stray` is put behind the picture. */
export function faceBody(employeeNo: string, jpeg: Buffer, stray = ''): Buffer {
  const record = JSON.stringify({ faceLibType: 'blackFD', FDID: '1', FPID: employeeNo })
  return Buffer.concat([
    Buffer.from(
      `--EDGE\r\nContent-Disposition: form-data; name="FaceDataRecord"\r\nContent-Type: application/json\r\n\r\n${record}\r\n`,
    ),
    Buffer.from('--EDGE\r\nContent-Disposition: form-data; name="img"; filename="img.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'),
    jpeg,
    Buffer.from(`${stray}\r\n--EDGE--\r\n`),
  ])
}
