import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { socketLink } from '../../renderer/link/socket-link.ts'

// The link is written for a browser; Node has the rest of what it needs.
Object.assign(globalThis, { window: globalThis, WebSocket })

let server: WebSocketServer | undefined
afterEach(() => {
  for (const client of server?.clients ?? []) client.terminate()
  server?.close()
})

async function listen(port: number, onCall: (frame: { id: number; call: string }, socket: WebSocket) => void): Promise<number> {
  server = new WebSocketServer({ host: '127.0.0.1', port })
  server.on('connection', socket => socket.on('message', text => onCall(JSON.parse(String(text)), socket)))
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

const answers = (frame: { id: number }, socket: WebSocket) =>
  socket.send(JSON.stringify({ id: frame.id, answer: { ok: true, value: {} } }))

test('a call under a broken link says so, and the link comes back by itself', async () => {
  const port = await listen(0, (_frame, socket) => socket.terminate())
  const link = socketLink(`ws://127.0.0.1:${port}/link`)
  const states: string[] = []
  link.onState(state => states.push(state))
  expect(await link.invoke('status.get', {})).toEqual({ ok: false, failure: { kind: 'offline', cause: 'link-lost' } })

  server?.close()
  await listen(port, answers)
  // Made while it is down, or just back: it waits, and is answered.
  expect(await link.invoke('status.get', {})).toEqual({ ok: true, value: {} })
  await expect.poll(() => states.slice(0, 3)).toEqual(['open', 'lost', 'open'])
})

test('pushes reach those who listen, until they stop', async () => {
  const port = await listen(0, (frame, socket) => {
    socket.send(JSON.stringify({ push: 'batches', value: [] }))
    answers(frame, socket)
  })
  const link = socketLink(`ws://127.0.0.1:${port}/link`)
  let heard = 0
  const stop = link.onPush('batches', () => heard++)
  await link.invoke('status.get', {})
  expect(heard).toBe(1)
  stop()
  await link.invoke('status.get', {})
  expect(heard).toBe(1)
})
