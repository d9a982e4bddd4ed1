import { fork } from 'node:child_process'
import { once } from 'node:events'
import type { SimulatorOptions } from '../../electron/simulator/simulator.ts'

export interface WorldPerson {
  personId: string
  personCode: string
  name: string
  hasFace: boolean
  beginTime: string
  endTime: string
  levels: string[]
  appliedDoors: string[]
}

export interface WorldVisitor extends Omit<WorldPerson, 'personId' | 'personCode'> {
  visitorId: string
  recordId: string
  certificateNo: string
  status: 0 | 1 | 2
}

export interface WorldDocument {
  persons: WorldPerson[]
  visitors: WorldVisitor[]
  calls: { total: number; byPath: Record<string, number>; maxPerSecond: number; refused: number }
  apply: { lastMs: number | null }
  devices: WorldTerminal[]
}

/** A terminal that is reached directly. */
export interface WorldTerminal {
  name: string
  model: string
  serial: string
  url: string
  online: boolean
  users: { employeeNo: string; name: string; begin: string; end: string; rights: number[]; hasFace: boolean }[]
  faces: number
  calls: WorldDocument['calls'] & { maxConcurrent: number; maxConnections: number; unauthorized: number }
  lock: { locked: boolean; unlockTime: number; failures: number }
  streams: number
}

/** How to reach one. */
export interface TerminalAddress {
  url: string
  user: string
  password: string
  model: string
  name: string
  certificateSha256: string | null
}

export interface SiteProcess {
  url: string
  appKey: string
  appSecret: string
  certificateSha256: string
  worldUrl: string
  devices: TerminalAddress[]
  world(): Promise<WorldDocument>
  close(): Promise<void>
}

/** Starts the simulator in a process of its own; it ends with its parent, however that ends. */
export async function startSite(options: Omit<SimulatorOptions, 'clock'> = {}): Promise<SiteProcess> {
  const child = fork(new URL('./site-process.ts', import.meta.url), [JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer]
  const address = JSON.parse(line.toString()) as Omit<SiteProcess, 'world' | 'close'>
  return {
    ...address,
    world: async () => (await (await fetch(address.worldUrl)).json()) as WorldDocument,
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill()
      await gone
    },
  }
}
