import type { ServerResponse } from 'node:http'
import type { World } from './world.ts'

/** A whole HTTP answer. */
export interface Reply {
  status: number
  headers: Record<string, string>
  body: Buffer
}

/** A page for people: of the nginx in front of the gateway (protocol A2), or of a terminal whose firmware has no such page (B1). */
export const html = (status: number, title: string, headers: Record<string, string> = {}): Reply => ({
  status,
  headers: { 'Content-Type': 'text/html', ...headers },
  body: Buffer.from(
    `<html>\r\n<head><title>${status} ${title}</title></head>\r\n<body>\r\n<center><h1>${status} ${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`,
  ),
})

const head = (response: ServerResponse, reply: Reply) =>
  response.writeHead(reply.status, { Server: 'nginx', ...reply.headers, 'Content-Length': reply.body.length })

/** Sends it whole. */
export function send(response: ServerResponse, reply: Reply): void {
  if (!response.writable) return
  head(response, reply)
  response.end(reply.body)
}

/** Promises the whole body, sends half of it and hangs up. */
export function sendHalf(response: ServerResponse, reply: Reply): void {
  if (!response.writable) return
  head(response, reply)
  response.write(reply.body.subarray(0, Math.ceil(reply.body.length / 2)), () => response.destroy())
}

/** Sends one byte a second until the body is out or the client is gone. */
export function sendDripping(response: ServerResponse, reply: Reply, world: Pick<World, 'later'>): void {
  if (!response.writable) return
  head(response, reply)
  let at = 0
  const next = () => {
    if (response.destroyed) return
    if (at === reply.body.length) {
      response.end()
      return
    }
    response.write(reply.body.subarray(at, at + 1))
    at++
    world.later(next, 1000)
  }
  next()
}
