import { seededRandom, systemRandom } from '../base/random.ts'
import { selfSigned } from './certificate.ts'
import { FaultBook } from './faults.ts'
import { backDoor } from './isapi/backing.ts'
import type { DeviceWish } from './isapi/device-script.ts'
import { clearLog, type DoorPassage, fillLog, type LogRecord, notePassage } from './isapi/log.ts'
import { type Model, modelOf } from './isapi/model.ts'
import { dropFaces, dropUsers, newTerminal, type Terminal, type TerminalPlan } from './isapi/terminal.ts'
import { type TerminalDocument, terminalDocument } from './isapi/terminal-document.ts'
import { isapiServer, type TerminalFront } from './isapi-server.ts'
import { closed, listen } from './listening.ts'
import type { Fault } from './script.ts'
import { Traffic } from './traffic.ts'
import type { World } from './world.ts'

const DEFAULTS = { lockAfter: 5, lockMs: 1_800_000, atOnce: 2, streams: 2 }
const RELISTEN_MS = 200

/** A terminal that runs, for tests in the same process. */
export interface RunningTerminal {
  /** `https://127.0.0.1:PORT` or `http://...`, without /ISAPI. */
  url: string
  user: string
  password: string
  model: string
  name: string
  /** Of the certificate's DER; hex, lower case; null without TLS. */
  certificateSha256: string | null
  /** Its state itself. */
  terminal: Terminal
  document(): TerminalDocument
  /** Hangs up on everybody; nobody can connect until `comeBack`. Nothing is forgotten. */
  goOffline(): void
  comeBack(): Promise<void>
  /** Offline for a while, and then without its nonces and sessions. */
  reboot(forMs: number): void
  /** Streams that are open say nothing any more, and stay open; or they are hung up on. */
  muteStreams(): void
  dropStreams(): void
  /** Somebody at a door: written down, and told to the streams. */
  passage(passage: DoorPassage): LogRecord
  /** Forgets users or their faces: these, or all. Nobody is told. */
  lose(what: 'users' | 'faces', numbers?: readonly string[]): void
  /** Forgets the log; serial numbers begin again. */
  clearLog(): void
  close(): Promise<void>
}

function modelFor(wish: DeviceWish, index: number): Model {
  const model = modelOf(wish.model, index)
  const given = Object.fromEntries(Object.entries(wish).filter(([key, value]) => key in model && value !== undefined))
  return { ...model, ...given, model: model.model, quirks: model.quirks }
}

function planOf(wish: DeviceWish, index: number, password: string, latencyMs: number): TerminalPlan {
  const model = modelFor(wish, index)
  const off = new Set(wish.quirksOff)
  return {
    name: wish.name ?? `Terminal ${index + 1}`,
    model,
    quirks: new Set([...model.quirks, ...(wish.quirks ?? [])].filter(one => !off.has(one))),
    user: wish.user ?? 'admin',
    password: wish.password ?? password,
    latencyMs: wish.latencyMs ?? latencyMs,
    lockAfter: wish.lockAfter ?? DEFAULTS.lockAfter,
    lockMs: wish.lockMs ?? DEFAULTS.lockMs,
    refusePhotos: wish.refusePhotos ?? 0,
    atOnce: wish.atOnce ?? DEFAULTS.atOnce,
    streams: wish.streams ?? DEFAULTS.streams,
  }
}

const concerns = (fault: Fault, index: number, plan: TerminalPlan) =>
  fault.device === '*' || fault.device === index || fault.device === plan.name || fault.device === plan.model.model

/**
 * Starts one terminal. Everything it draws by chance follows from the site's seed and its place, and takes nothing from the site's own chance.
 * @param index its place, from 0
 */
export async function startTerminal(world: World, wish: DeviceWish, index: number, latencyMs: number): Promise<RunningTerminal> {
  const random = seededRandom((world.seed ^ 0x69736170) + index * 7919)
  const site = {
    clock: world.clock,
    random,
    later: world.later,
    chance: (...words: (string | number)[]) => world.chance('terminal', index, ...words),
  }
  const terminal = newTerminal(site, planOf(wish, index, `Abc${random.int(10_000, 99_999)}!`, latencyMs))
  const { plan } = terminal
  const { tls } = plan.model
  const certificate = tls === true || tls === 'legacy' ? selfSigned(systemRandom()) : null
  const faults = new FaultBook(world.script.faults.filter(one => concerns(one, index, plan)))
  const load = { now: 0, most: 0, unauthorized: 0, sockets: 0, mostSockets: 0 }
  const front: TerminalFront = { terminal, faults, traffic: new Traffic(Number.POSITIVE_INFINITY), load, away: reboot }
  const server = isapiServer(front, certificate, tls === 'legacy')
  const port = await listen(server, 0)
  let gone = false
  terminal.url = `http${tls ? 's' : ''}://127.0.0.1:${port}`
  fillLog(terminal, plan.model.history)
  const door = [...world.doors.values()].find(one => one.id === wish.door || one.name === wish.door)
  if (door) backDoor(world, door.id, terminal)
  if (wish.offline) goOffline()

  function goOffline(): void {
    terminal.online = false
    server.close()
    server.closeAllConnections()
  }
  async function comeBack(): Promise<void> {
    if (terminal.online || gone) return
    terminal.online = true
    // Somebody may have the port by chance for a moment.
    await listen(server, port).catch(() => {
      terminal.online = false
      world.later(() => void comeBack(), RELISTEN_MS)
    })
  }
  function reboot(forMs: number): void {
    goOffline()
    terminal.doorkeeper.forget()
    world.later(() => void comeBack(), forMs)
  }
  return {
    url: terminal.url,
    user: plan.user,
    password: plan.password,
    model: plan.model.model,
    name: plan.name,
    certificateSha256: certificate?.sha256 ?? null,
    terminal,
    document: () => terminalDocument(front),
    goOffline,
    comeBack,
    reboot,
    muteStreams: () => {
      for (const one of terminal.listeners) one.mute()
    },
    dropStreams: () => {
      for (const one of [...terminal.listeners]) one.end()
    },
    passage: passage => notePassage(terminal, passage),
    lose: (what, numbers) => (what === 'users' ? dropUsers : dropFaces)(terminal, numbers),
    clearLog: () => clearLog(terminal),
    async close() {
      gone = true
      if (terminal.online) await closed(server)
    },
  }
}
