import type { Failure } from '../../shared/model/failure.ts'
import { SiteError } from '../access-control/port.ts'

/** Whatever was thrown, as one of the closed list; what we did not foresee is 'bug'. */
export function failureOf(error: unknown): Failure {
  return error instanceof SiteError ? error.failure : { kind: 'bug', cause: error instanceof Error ? error.name : 'unknown' }
}
