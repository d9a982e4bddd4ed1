import type { TerminalFront } from '../isapi-server.ts'
import { hasFace } from './terminal.ts'

/** A terminal in the document at `worldUrl`. */
export interface TerminalDocument {
  name: string
  model: string
  serial: string
  url: string
  online: boolean
  /** Windows are of the terminal's wall clock; `hasFace` once the photo is modelled. */
  users: {
    employeeNo: string
    name: string
    begin: string
    end: string
    rights: number[]
    hasFace: boolean
    faceSha256?: string
  }[]
  faces: number
  /** `byPath`: what follows /ISAPI/. Not in `total`: 401s (`unauthorized`) and busy ones (`refused`). A stream counts once. */
  calls: {
    total: number
    byPath: Record<string, number>
    maxConcurrent: number
    /** Connections open at once, streams among them. */
    maxConnections: number
    maxPerSecond: number
    refused: number
    unauthorized: number
  }
  lock: { locked: boolean; unlockTime: number; failures: number }
  streams: number
  lastSerial: number
}

/** The state of one terminal. */
export function terminalDocument({ terminal, traffic, load }: TerminalFront): TerminalDocument {
  const users = [...terminal.users.values()]
  const { doorkeeper } = terminal
  return {
    name: terminal.plan.name,
    model: terminal.plan.model.model,
    serial: terminal.serial,
    url: terminal.url,
    online: terminal.online,
    users: users.map(user => ({
      employeeNo: user.employeeNo,
      name: user.name,
      begin: user.valid.begin,
      end: user.valid.end,
      rights: user.rights.map(one => one.doorNo),
      hasFace: hasFace(terminal, user),
      ...(user.face && hasFace(terminal, user) ? { faceSha256: user.face.sha256 } : {}),
    })),
    faces: users.filter(user => hasFace(terminal, user)).length,
    calls: { ...traffic.calls(), maxConcurrent: load.most, maxConnections: load.mostSockets, unauthorized: load.unauthorized },
    lock: { locked: doorkeeper.locked, unlockTime: doorkeeper.unlockTime, failures: doorkeeper.failures },
    streams: terminal.listeners.size,
    lastSerial: terminal.nextSerial - 1,
  }
}
