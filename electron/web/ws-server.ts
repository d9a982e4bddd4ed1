import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { z } from 'zod'
import type { Dispatcher } from '../app/dispatcher.ts'
import type { PushBus } from '../app/push-bus.ts'
import type { Log } from '../base/log.ts'

/** A photo or a list of 25 MB as base64, and room for the rest of its call. */
const MAX_FRAME_BYTES = 48 * 1024 * 1024
/** A window this far behind gets no more pushes: they are rumours, and it reads the table again when it catches up. */
const MAX_BACKLOG_BYTES = 4 * 1024 * 1024

/** Client to host. Back go `{ id, answer }` for a call, and `{ push, value }`. */
const CallFrame = z.strictObject({ id: z.number().int(), call: z.string().max(100), input: z.unknown() })

export interface LinkServer {
  /** Takes over a socket whose request was admitted. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void
  close(): void
}

/** The corridor over WebSockets: any number of windows, JSON text frames. A frame that is none closes its own link and nothing else. */
export function openLinkServer(options: { dispatcher: Dispatcher; pushes: PushBus; log: Log }): LinkServer {
  const { dispatcher, pushes, log } = options
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false })

  const send = (window: WebSocket, frame: unknown) => {
    if (window.readyState === window.OPEN) window.send(JSON.stringify(frame))
  }

  const unsubscribe = pushes.subscribe((push, value) => {
    if (server.clients.size === 0) return
    const frame = JSON.stringify({ push, value })
    for (const window of server.clients) {
      if (window.readyState === window.OPEN && window.bufferedAmount < MAX_BACKLOG_BYTES) window.send(frame)
    }
  })

  server.on('connection', window => {
    window.on('error', error => log.warn({ event: 'link-broken', error }))
    window.on('message', async (data, isBinary) => {
      const frame = isBinary ? null : parseFrame(data.toString())
      if (!frame) return window.close(1007, 'not a call')
      send(window, { id: frame.id, answer: await dispatcher.dispatch(frame.call, frame.input) })
    })
  })

  return {
    accept: (request, socket, head) =>
      server.handleUpgrade(request, socket, head, window => server.emit('connection', window, request)),
    close() {
      unsubscribe()
      for (const window of server.clients) window.terminate()
      server.close()
    },
  }
}

function parseFrame(text: string): z.infer<typeof CallFrame> | null {
  try {
    return CallFrame.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
