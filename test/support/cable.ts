import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

/** A cable to a site that can be pulled and plugged in again: the site itself, its certificate and what it knows stay as they are. */
export interface Cable {
  url: string
  pull(): Promise<void>
  plugIn(): Promise<void>
}

export async function openCable(siteUrl: string): Promise<Cable> {
  const target = new URL(siteUrl)
  const sockets = new Set<Socket>()
  let server: Server | null = null
  let port = 0
  const plugIn = async () => {
    server = createServer(near => {
      const far = connect(Number(target.port), target.hostname)
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        sockets.add(one)
        one.on('error', () => other.destroy())
        one.on('close', () => {
          sockets.delete(one)
          other.destroy()
        })
        one.pipe(other)
      }
    })
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as { port: number }).port
  }
  await plugIn()
  return {
    url: `https://127.0.0.1:${port}`,
    plugIn,
    async pull() {
      for (const socket of sockets) socket.destroy()
      if (!server) return
      const closed = once(server, 'close')
      server.close()
      server = null
      await closed
    },
  }
}
