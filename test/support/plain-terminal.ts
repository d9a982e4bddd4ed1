import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { DeviceAddress } from './devices.ts'

// A terminal as plain as protocol B1 to B6 allow, for tests that bend one of its answers. It is no part of the simulator: a third witness.

const md5 = (text: string) => createHash('md5').update(text).digest('hex')
const OK = { statusCode: 1, statusString: 'OK', subStatusCode: 'ok' }

export interface Asked {
  method: string
  /** What follows `/ISAPI/`, without its query. */
  path: string
  body: Buffer
  answer(status: number, content: object | string, headers?: Record<string, string | string[]>): void
}

export interface PlainUser {
  employeeNo: string
  name?: string
}

export interface Bend {
  /** What its wall shows; left out: the right time in UTC+3. */
  wall?: string
  /** Answers in the place of the login (true), or lets it be. */
  before?(asked: Asked): boolean
  /** Answers whoever is let in (true), or lets it be. */
  instead?(asked: Asked, terminal: PlainTerminal): boolean
  challenge?(nonce: string): string | string[]
  /** renewed: a nonce is good for one answer, right or wrong. */
  nonces?: 'kept' | 'renewed'
  /** What a search answers, changed. */
  search?(page: Record<string, unknown>): Record<string, unknown>
}

export interface PlainTerminal extends DeviceAddress {
  users: Map<string, PlainUser>
  faces: Set<string>
  asked: string[]
  model: string
  /** It hangs up on whoever asks. */
  down: boolean
  /** Wrong answers to a challenge, since the last right one. */
  wrong: number
  close(): Promise<void>
}

const ascii = (text: string) => [...text].map(c => (c.charCodeAt(0) < 128 ? c : `&#${c.codePointAt(0)};`)).join('')

export async function openPlainTerminal(bend: Bend = {}): Promise<PlainTerminal> {
  const sockets = new Set<Socket>()
  let nonce = 0
  const terminal: PlainTerminal = {
    name: 'Plain',
    url: '',
    user: 'admin',
    password: 'Plain1234',
    certificateSha256: null,
    users: new Map(),
    faces: new Set(),
    asked: [],
    model: 'DS-PLAIN',
    down: false,
    wrong: 0,
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }

  function isIn(method: string, target: string, header: string | undefined): boolean {
    const said = Object.fromEntries([...(header ?? '').matchAll(/(\w+)=(?:"([^"]*)"|([^,\s]+))/g)].map(m => [m[1], m[2] ?? m[3]]))
    if (!said.response) return false
    const [ha1, ha2] = [md5(`${terminal.user}:${said.realm}:${terminal.password}`), md5(`${method}:${target}`)]
    const right = said.qop ? md5(`${ha1}:n${nonce}:${said.nc}:${said.cnonce}:auth:${ha2}`) : md5(`${ha1}:n${nonce}:${ha2}`)
    const matches = said.response === right
    terminal.wrong = matches ? 0 : terminal.wrong + 1
    if (bend.nonces === 'renewed') nonce++
    return matches
  }

  const page = (asked: Asked) => {
    const { UserInfoSearchCond: cond } = JSON.parse(asked.body.toString())
    const wanted = cond.EmployeeNoList.map((one: PlainUser) => one.employeeNo)
    const found = [...terminal.users.values()].filter(({ employeeNo }) => wanted.includes(employeeNo))
    const some = found.slice(cond.searchResultPosition, cond.searchResultPosition + cond.maxResults)
    const more = cond.searchResultPosition + some.length < found.length
    return {
      searchID: cond.searchID,
      responseStatusStrg: some.length === 0 ? 'NO MATCH' : more ? 'MORE' : 'OK',
      numOfMatches: some.length,
      totalMatches: found.length,
      ...(some.length > 0
        ? { UserInfo: some.map(user => ({ ...user, numOfFace: terminal.faces.has(user.employeeNo) ? 1 : 0 })) }
        : {}),
    }
  }

  const userOf = ({ body }: Asked) => JSON.parse(body.toString()).UserInfo as PlainUser
  const put = (asked: Asked) => {
    terminal.users.set(userOf(asked).employeeNo, userOf(asked))
    asked.answer(200, OK)
  }
  const putFace = (asked: Asked) => {
    terminal.faces.add(/"FPID":"(\d+)"/.exec(asked.body.toString('latin1'))?.[1] ?? '')
    asked.answer(200, OK)
  }
  const wall = () => bend.wall ?? new Date(Date.now() + 3 * 3_600_000).toISOString().slice(0, 19)
  const routes: Record<string, (asked: Asked) => void> = {
    'System/deviceInfo': asked =>
      asked.answer(200, `<DeviceInfo><model>${terminal.model}</model><serialNumber>P1</serialNumber></DeviceInfo>`),
    'System/time': asked =>
      asked.answer(200, `<Time><localTime>${wall()}+03:00</localTime><timeZone>CST-3:00:00</timeZone></Time>`),
    'AccessControl/UserInfo/capabilities': asked =>
      asked.answer(200, { UserInfo: { supportFunction: { '@opt': 'post,put,setUp' } } }),
    'Intelligent/FDLib/capabilities': asked => asked.answer(200, { FDLib: { FDRecordDataMaxNum: 100 } }),
    'Intelligent/FDLib': asked => asked.answer(200, { FDLib: [{ FDID: '1', faceLibType: 'blackFD' }] }),
    'AccessControl/UserInfo/Record': asked =>
      terminal.users.has(userOf(asked).employeeNo)
        ? asked.answer(400, { statusCode: 6, subStatusCode: 'employeeNoAlreadyExist', errorMsg: 'checkUser' })
        : put(asked),
    'AccessControl/UserInfo/SetUp': put,
    'AccessControl/UserInfo/Search': asked => {
      const told = page(asked)
      asked.answer(200, { UserInfoSearch: bend.search ? bend.search(told) : told })
    },
    'AccessControl/UserInfoDetail/Delete': asked => {
      for (const { employeeNo } of JSON.parse(asked.body.toString()).UserInfoDetail.EmployeeNoList)
        terminal.users.delete(employeeNo)
      asked.answer(200, OK)
    },
    'AccessControl/UserInfoDetail/DeleteProcess': asked =>
      asked.answer(200, { UserInfoDetailDeleteProcess: { status: 'success' } }),
    'Intelligent/FDLib/FDSetUp': putFace,
    'Intelligent/FDLib/FaceDataRecord': putFace,
  }

  function handle(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
    const target = request.url ?? ''
    const asked: Asked = {
      method: request.method ?? '',
      path: target.replace(/\?.*$/, '').replace('/ISAPI/', ''),
      body,
      answer(status, content, headers = {}) {
        const text = typeof content === 'string' ? ascii(content) : JSON.stringify(content)
        response.writeHead(status, { 'content-length': Buffer.byteLength(text), ...headers }).end(text)
      },
    }
    terminal.asked.push(asked.path)
    if (bend.before?.(asked)) return
    if (!isIn(asked.method, target, request.headers.authorization)) {
      const challenge = bend.challenge?.(`n${nonce}`) ?? `Digest qop="auth", realm="DS-PLAIN", nonce="n${nonce}", stale="false"`
      asked.answer(401, '<userCheck><lockStatus>unlock</lockStatus></userCheck>', { 'www-authenticate': challenge })
      return
    }
    if (bend.instead?.(asked, terminal)) return
    const route = routes[asked.path]
    if (route) route(asked)
    else asked.answer(403, { statusCode: 4, subStatusCode: 'notSupport' })
  }

  const server = createServer((request, response) => {
    if (terminal.down) return void request.socket.destroy()
    const chunks: Buffer[] = []
    request.on('data', chunk => chunks.push(chunk)).on('end', () => handle(request, response, Buffer.concat(chunks)))
  })
  server.on('connection', socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  terminal.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return terminal
}
