import { createServer, type Server } from 'node:http'

/**
 * The world's own address, outside the gateway: `GET /world` on plain http of this machine. Neither counted, limited nor delayed.
 * @param read makes the document at every request
 */
export function worldServer(read: () => unknown): Server {
  return createServer((request, response) => {
    // A page in a browser that resolves its own name to this machine must not read the guests.
    const local = /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? '')
    const found = local && request.method === 'GET' && request.url?.split('?')[0] === '/world'
    response.writeHead(found ? 200 : 404, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
    response.end(found ? JSON.stringify(read()) : '{"error":"GET /world"}')
  })
}
