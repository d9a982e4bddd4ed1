import type { Failure } from '../../shared/model/failure.ts'
import { SiteError } from '../access-control/port.ts'
import { isDiskFull } from '../storage/disk.ts'

/** Whatever was thrown, as one of the closed list; what we did not foresee is 'bug'. */
export function failureOf(error: unknown): Failure {
  if (isDiskFull(error)) return { kind: 'full', cause: 'disk-full' }
  return error instanceof SiteError ? error.failure : { kind: 'bug', cause: error instanceof Error ? error.name : 'unknown' }
}

/** As a job met it: while nothing can be written it waits, and nobody's access fails for that. */
export function jobFailureOf(error: unknown): Failure {
  return isDiskFull(error) ? { kind: 'busy', cause: 'disk-full' } : failureOf(error)
}
