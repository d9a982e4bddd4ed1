import { createDispatcher, type Dispatcher, type Handlers, Refusal } from '../../electron/app/dispatcher.ts'
import { createPushBus, type PushBus } from '../../electron/app/push-bus.ts'
import { type LogEntry, openLog } from '../../electron/base/log.ts'
import type { CallName } from '../../shared/contract/calls.ts'

export const silent = openLog({ level: 'silent' })

/** What a listener of `log` heard. */
export function recordingLog() {
  const entries: LogEntry[] = []
  const note = (entry: LogEntry) => void entries.push(entry)
  return { entries, info: note, warn: note, error: note }
}

/** The real dispatcher and push bus over handlers of the test's own: enough of a core to try a carrier on. */
export function carrierCore(handlers: Partial<Handlers>): { dispatcher: Dispatcher; pushes: PushBus } {
  const missing = () => {
    throw new Refusal({ kind: 'unsupported' })
  }
  const table = new Proxy(handlers, { get: (known, name) => known[name as CallName] ?? missing }) as Handlers
  return { dispatcher: createDispatcher(table, silent), pushes: createPushBus(() => {}) }
}
