import { renameSync } from 'node:fs'
import type { Clock } from './clock.ts'
import type { Log } from './log.ts'

/** Moves a file that cannot be read out of the way, as `<file>.damaged-<milliseconds>`, and says so: somebody may still want what was in it. */
export function setAside(file: string, options: { clock: Clock; log: Log }): void {
  const kept = `${file}.damaged-${options.clock.now()}`
  renameSync(file, kept)
  options.log.warn({ event: 'file-damaged', kept })
}
