import type { Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

const sockets = new WeakMap<Server, Set<Socket>>()

/** Listens on this machine only: the site's people are not anybody else's business. @returns the port; 0 asks for any free one */
export async function listen(server: Server, port: number): Promise<number> {
  const open = new Set<Socket>()
  sockets.set(server, open)
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
  return (server.address() as AddressInfo).port
}

/** Hangs up on everybody and stops listening. */
export const closed = (server: Server) =>
  new Promise<void>(resolve => {
    server.close(() => resolve())
    server.closeAllConnections()
    // Node does not count a connection whose handshake is under way.
    for (const socket of sockets.get(server) ?? []) socket.destroy()
  })
