import { request as http, type IncomingMessage } from 'node:http'
import { request as https } from 'node:https'
import { challengeOf, challengesOf, digestHeader, type Talk } from './simulator-isapi-client.ts'

/** One part of the stream. */
export interface StreamPart {
  headers: Record<string, string>
  body: Buffer
  // biome-ignore lint/suspicious/noExplicitAny: tests look into parts of many shapes
  json: any
}

export interface Listening {
  status: number
  text: string
  parts: StreamPart[]
  /** Whether the terminal hung up. */
  ended(): boolean
  hangUp(): void
}

const STREAM = '/ISAPI/Event/notification/alertStream'

/** Listens to a terminal. Parts are cut at the boundary, for the tests' pictures and texts hold none. */
export async function listenTo(talk: Talk): Promise<Listening> {
  const challenge = challengeOf(challengesOf(await talk.raw('GET', STREAM))[0] as string)
  const { user, password } = talk.device
  const headers = { Authorization: digestHeader(challenge, { user, password, method: 'GET', uri: STREAM }) }
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const send = talk.device.url.startsWith('https') ? https : http
    send(talk.device.url + STREAM, { headers, agent: false, rejectUnauthorized: false }, resolve)
      .on('error', reject)
      .end()
  })
  const parts: StreamPart[] = []
  let rest: Buffer = Buffer.alloc(0)
  let over = false
  const heard: Listening = {
    status: response.statusCode ?? 0,
    text: '',
    parts,
    ended: () => over,
    hangUp: () => response.destroy(),
  }
  response.on('data', (chunk: Buffer) => {
    if (heard.status !== 200) heard.text += chunk.toString()
    rest = Buffer.concat([rest, chunk])
    for (let part = cut(); part; part = cut()) parts.push(part)
  })
  response.on('close', () => {
    over = true
  })
  response.on('error', () => {})
  return heard

  function cut(): StreamPart | null {
    const head = rest.indexOf('\r\n\r\n')
    if (head < 0) return null
    const lines = rest.toString('latin1', 0, head).split('\r\n').slice(1)
    const named = Object.fromEntries(lines.map(line => [line.split(': ')[0]?.toLowerCase(), line.replace(/^[^:]*: /, '')]))
    // Without a length a part ends where the next one begins.
    const length = named['content-length']
    const end = length === undefined ? rest.indexOf('\r\n--MIME_boundary', head + 4) : head + 4 + Number(length)
    if (end < 0 || rest.length < end + 2) return null
    const body = rest.subarray(head + 4, end)
    rest = rest.subarray(end + 2)
    return { headers: named, body, json: named['content-type']?.includes('json') ? JSON.parse(body.toString()) : undefined }
  }
}
