import { createHmac } from 'node:crypto'
import { Agent, request as httpsRequest } from 'node:https'
import sharp from 'sharp'
import { type Clock, sleepWith, type Timer } from '../../electron/base/clock.ts'
import { type RunningSimulator, type SimulatorOptions, startSimulator } from '../../electron/simulator/simulator.ts'

/** An answer as it came. `json` is undefined when the body is none. */
export interface Heard {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into envelopes of many shapes
  json: any
}

/** A running site with a client of the tests' own: it signs by the vectors' rule and shares no code with any driver. */
export interface Bench {
  sim: RunningSimulator
  /** A signed POST to a path after /artemis/api/. */
  call(path: string, body?: unknown): Promise<Heard>
  /** `code` of the envelope. */
  code(path: string, body?: unknown): Promise<string>
  /** `data` of a successful envelope; fails the test otherwise. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  ok(path: string, body?: unknown): Promise<any>
  raw(method: string, target: string, headers: Record<string, string>, body?: string): Promise<Heard>
  /** Adds a person and returns the id. */
  person(more?: Record<string, unknown>): Promise<string>
  close(): Promise<void>
}

export const PERSON = { personGivenName: 'Иван', personFamilyName: 'Петров', orgIndexCode: '1' }

const hmac = (secret: string, text: string) => createHmac('sha256', secret).update(text).digest('base64')

/** Shape (c) of the fact sheet: only the key is signed. */
export const signedHeaders = (sim: RunningSimulator, target: string, method = 'POST') => ({
  Accept: '*/*',
  'Content-Type': 'application/json',
  'X-Ca-Key': sim.appKey,
  'X-Ca-Signature-Headers': 'x-ca-key',
  'X-Ca-Signature': hmac(sim.appSecret, `${method}\n*/*\napplication/json\nx-ca-key:${sim.appKey}\n${target}`),
})

/** Signs any text with the site's secret. */
export const signature = (sim: RunningSimulator, text: string) => hmac(sim.appSecret, text)

export async function open(options: SimulatorOptions = {}): Promise<Bench> {
  const sim = await startSimulator({ rate: 100_000, walkers: false, ...options })
  const agent = new Agent({ keepAlive: true, rejectUnauthorized: false, maxSockets: 20 })
  const raw: Bench['raw'] = (method, target, headers, body) =>
    new Promise((resolve, reject) => {
      const request = httpsRequest(sim.url + target, { method, headers, agent }, response => {
        const chunks: Buffer[] = []
        response.on('data', chunk => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString()
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: parsed(text) })
        })
      })
      request.on('error', reject)
      request.end(body)
    })
  const call: Bench['call'] = (path, body = {}) => {
    const target = `/artemis/api/${path}`
    return raw('POST', target, signedHeaders(sim, target), JSON.stringify(body))
  }
  const ok: Bench['ok'] = async (path, body) => {
    const heard = await call(path, body)
    if (heard.json?.code !== '0') throw new Error(`${path}: ${heard.status} ${heard.text}`)
    return heard.json.data
  }
  return {
    sim,
    call,
    raw,
    ok,
    code: async (path, body) => (await call(path, body)).json?.code,
    person: more => ok('resource/v1/person/single/add', { ...PERSON, ...more }),
    close: async () => {
      agent.destroy()
      await sim.close()
    },
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Asks until the answer is as wanted, giving sockets and timers their turn between. */
export async function until<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask()
    if (wanted(answer)) return answer
    await new Promise(resolve => setImmediate(resolve))
  }
}

/** A clock that a test moves by hand. */
export class HandClock implements Clock {
  #at: number
  #timers = new Map<Timer, { at: number; fn: () => void }>()
  constructor(at = Date.parse('2026-03-02T09:00:00Z')) {
    this.#at = at
  }
  /** How many timers have not rung yet. */
  get pending(): number {
    return this.#timers.size
  }
  now = () => this.#at
  monotonic = () => this.#at
  setTimeout = (fn: () => void, ms: number): Timer => {
    const timer: Timer = { id: {} }
    this.#timers.set(timer, { at: this.#at + ms, fn })
    return timer
  }
  clearTimeout = (timer: Timer) => void this.#timers.delete(timer)
  sleep = (ms: number, signal?: AbortSignal) => sleepWith(this, ms, signal)
  /** Moves on, and rings every timer that is due on the way, in order. */
  advance(ms: number): void {
    const end = this.#at + ms
    for (;;) {
      const due = [...this.#timers].filter(([, one]) => one.at <= end).sort(([, a], [, b]) => a.at - b.at)[0]
      if (!due) break
      this.#timers.delete(due[0])
      this.#at = Math.max(this.#at, due[1].at)
      due[1].fn()
    }
    this.#at = end
  }
}

type Drawing = {
  width?: number
  height?: number
  quality?: number
  chroma?: string
  progressive?: boolean
  noise?: boolean
  orientation?: number
}

/** A JPEG that the terminals take unless the drawing asks for another. */
export async function jpeg(drawing: Drawing = {}): Promise<Buffer> {
  const { width = 480, height = 640, quality = 80, chroma = '4:2:0', progressive = false, noise = false, orientation } = drawing
  const plain = {
    width,
    height,
    channels: 3 as const,
    background: '#8a7',
    ...(noise ? { noise: { type: 'gaussian' as const, mean: 128, sigma: 60 } } : {}),
  }
  const image = sharp({ create: plain }).jpeg({ quality, chromaSubsampling: chroma, progressive })
  return (orientation ? image.withMetadata({ orientation }) : image).toBuffer()
}
