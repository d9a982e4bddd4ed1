import type { Failure } from '../../shared/model/failure.ts'
import { SiteError } from './port.ts'

/** The site's failure in whatever was thrown; null where it is none of the site's. */
export const failureOf = (error: unknown): Failure | null => (error instanceof SiteError ? error.failure : null)

export const isKind = (error: unknown, kind: Failure['kind']) => failureOf(error)?.kind === kind
