import { z } from 'zod'

/** SHA-256 of the certificate in DER form, lower-case hex; colons and spaces are taken out on the way in. */
export const Pin = z
  .string()
  .transform(text => text.replace(/[\s:]/g, '').toLowerCase())
  .pipe(z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 has 64 hex digits'))
