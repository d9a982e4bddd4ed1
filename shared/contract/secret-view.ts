import { z } from 'zod'

/** All that is ever told of a secret: whether there is one, and how it is kept. */
export const SecretView = z.object({
  secret: z.enum(['none', 'sealed', 'file', 'session']),
  /** Why a secret cannot be kept here, if so: the machine has no keyring, or the host is a browser. */
  secretCannotBeKept: z.enum(['no-keyring', 'browser']).nullable(),
})
export type SecretView = z.infer<typeof SecretView>
