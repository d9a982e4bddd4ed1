import { z } from 'zod'
import { Pin } from '../model/pin.ts'
import { Connection, Enrol } from '../model/settings.ts'
import { Check } from '../model/site.ts'
import { call, nothing, text } from './call.ts'
import { SecretView } from './secret-view.ts'

/** A connection as the settings screen sees it: the secret is never read back, only whether there is one and how it is kept. */
export const ConnectionView = SecretView.extend({ connection: Connection })
export type ConnectionView = z.infer<typeof ConnectionView>

const ConnectionInput = z.object({
  url: text(500),
  appKey: text(128),
  /** Left out: the one already known is used. */
  appSecret: text(256).optional(),
  pin: Pin.nullable().optional(),
  /** Null or left out: found out from the site's answers. */
  rate: z.number().positive().max(1000).nullable().optional(),
  concurrency: z.number().int().min(1).max(200).optional(),
  enrol: Enrol.optional(),
})
export type ConnectionInput = z.infer<typeof ConnectionInput>

/** What the settings ask about the connection to a HikCentral. */
export const connectionCalls = {
  'connection.get': call(nothing, ConnectionView),
  /** Tries a connection without keeping it: each thing that must be right, by name. */
  'connection.test': call(ConnectionInput, z.object({ checks: z.array(Check), certificateSha256: z.string().nullable() })),
  'connection.save': call(ConnectionInput, ConnectionView),
  /** Back to the embedded site. */
  'connection.forget': call(nothing, ConnectionView),
  'doctor.run': call(nothing, z.array(Check)),
} as const
