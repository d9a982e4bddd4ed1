import type { DeviceStatus } from '../../../shared/model/device.ts'
import type { Failure } from '../../../shared/model/failure.ts'
import { failureOf } from '../failure-of.ts'
import type { CallContext } from '../port.ts'
import { readCounts } from './capabilities.ts'
import type { Terminal } from './terminal.ts'

/** A device as it answers now, or last did. Only a mistake of ours is thrown. */
export async function statusOf(terminal: Terminal, call: CallContext): Promise<DeviceStatus> {
  const { device, lane } = terminal
  let counts: { users: number | null; faces: number | null } = { users: null, faces: null }
  let failure: Failure | null = null
  try {
    await terminal.ready(call)
    counts = await readCounts(terminal.exchange, call)
  } catch (error) {
    failure = failureOf(error)
    if (!failure) throw error
  }
  const { facts, clock } = terminal
  return {
    id: device.id,
    name: device.name,
    model: facts?.model ?? '',
    firmware: facts?.firmware ?? '',
    serial: facts?.serial ?? '',
    state: stateOf(failure),
    failure,
    users: { used: counts.users, max: facts?.users.max ?? null },
    faces: { used: counts.faces, max: facts?.faces?.max ?? null },
    skewMs: clock?.skew ?? null,
    lastSeenAt: lane.lastSeenAt,
    waiting: lane.waiting,
  }
}

function stateOf(failure: Failure | null): DeviceStatus['state'] {
  if (failure?.cause === 'locked') return 'locked'
  if (failure?.cause === 'no-secret') return 'credentials'
  if (failure?.kind === 'credentials' && !failure.cause?.startsWith('certificate')) return 'credentials'
  return failure?.kind === 'offline' || failure?.kind === 'timeout' || failure?.kind === 'credentials' ? 'offline' : 'online'
}
