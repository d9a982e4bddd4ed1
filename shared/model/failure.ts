import { z } from 'zod'
import { Instant } from './time.ts'

/** Everything that can go wrong between us and a site, as a closed list. What to do about each stands in `electron/queue/outcome.ts`. */
export const failureKinds = [
  'invalid', // the site will never take this as it is; a person must change it
  'photo-refused',
  'credentials', // keys, signature, rights: an administrator must act
  'not-found',
  'conflict', // there is one already, and it is not ours
  'full',
  'busy', // asked to wait; nobody's fault
  'offline', // no answer at all, and nothing was sent
  'timeout', // sent, and nobody knows what became of it
  'unsupported',
  'bug', // ours
] as const
export const FailureKind = z.enum(failureKinds)
export type FailureKind = z.infer<typeof FailureKind>

/**
 * A failure as data, fit to cross the corridor and to be stored: never a sentence of ours, never a name, face or key.
 * `cause` is a word the renderer has a sentence for; `site` is what the site said, redacted, kept for the raw answer.
 */
export const Failure = z.object({
  kind: FailureKind,
  cause: z.string().max(80).optional(),
  field: z.string().max(80).optional(),
  limit: z.number().optional(),
  measure: z.number().optional(),
  retryAt: Instant.optional(),
  site: z.object({ code: z.string().max(40), text: z.string().max(500), path: z.string().max(200).optional() }).optional(),
})
export type Failure = z.infer<typeof Failure>

/** What every call across the corridor answers. Nothing is ever thrown across it. */
export type Answer<T> = { ok: true; value: T } | { ok: false; failure: Failure }

/** The site does not know the key or the secret: what accounts are locked for. A missing right, a licence or another certificate is not it. */
export const keyCauses = ['keys', 'signature', 'signature-rewritten', 'token'] as const
export const areKeysRefused = ({ kind, cause }: Failure): boolean =>
  kind === 'credentials' && (keyCauses as readonly string[]).includes(cause ?? '')

/** Whoever answers there has not proven to be the site: not a byte of a request was sent, and it may be a server with a renewed certificate, or somebody else. */
export const strangerCauses = ['certificate-unknown', 'certificate-mismatch'] as const
export const isStranger = ({ kind, cause }: Failure): boolean =>
  kind === 'credentials' && (strangerCauses as readonly string[]).includes(cause ?? '')
