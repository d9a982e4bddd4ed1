import type { Link } from '../../shared/contract/link.ts'
import type { Answer } from '../../shared/model/failure.ts'
import { type CallFrame, type HostFrame, linkLost } from './carrier.ts'
import { PushBoard } from './push-board.ts'

const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 5_000
/** How long a call waits for the link to come back before it gives up. */
const PATIENCE_MS = 10_000

type Waiting = { frame: CallFrame; answer: (answer: Answer<unknown>) => void; sent: boolean; timer: number }

/**
 * A link over a WebSocket that connects again by itself, 0.25 s to 5 s apart. Calls in flight when it breaks answer `offline, link-lost`
 * (they may have arrived, so they are not repeated); calls made while it is down wait up to 10 s.
 */
export function socketLink(url: string): Link {
  const board = new PushBoard()
  const states = new Set<(state: 'open' | 'lost') => void>()
  const waiting = new Map<number, Waiting>()
  let socket: WebSocket | null = null
  let state: 'open' | 'lost' | null = null
  let pause = FIRST_PAUSE_MS
  let lastId = 0

  const enter = (next: 'open' | 'lost') => {
    if (state === next) return
    state = next
    for (const listener of states) listener(next)
  }

  const settle = (id: number, answer: Answer<unknown>) => {
    const call = waiting.get(id)
    if (!call) return
    waiting.delete(id)
    clearTimeout(call.timer)
    call.answer(answer)
  }

  const send = (call: Waiting) => {
    clearTimeout(call.timer)
    call.sent = true
    socket?.send(JSON.stringify(call.frame))
  }

  const connect = () => {
    const opening = new WebSocket(url)
    opening.onopen = () => {
      socket = opening
      pause = FIRST_PAUSE_MS
      for (const call of waiting.values()) send(call)
      enter('open')
    }
    opening.onmessage = event => {
      const frame = JSON.parse(String(event.data)) as HostFrame
      if ('push' in frame) board.tell(frame.push, frame.value)
      else settle(frame.id, frame.answer)
    }
    opening.onclose = () => {
      socket = null
      for (const [id, call] of waiting) if (call.sent) settle(id, linkLost)
      enter('lost')
      setTimeout(connect, pause)
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
    }
  }
  connect()

  return {
    invoke: (name, input) =>
      new Promise(resolve => {
        const id = ++lastId
        const call: Waiting = {
          frame: { id, call: name, input },
          answer: resolve as Waiting['answer'],
          sent: false,
          timer: window.setTimeout(() => settle(id, linkLost), PATIENCE_MS),
        }
        waiting.set(id, call)
        if (socket) send(call)
      }),
    onPush: (name, listener) => board.listen(name, listener),
    onState(listener) {
      states.add(listener)
      const now = state
      if (now) queueMicrotask(() => states.has(listener) && listener(now))
      return () => states.delete(listener)
    },
  }
}
