import { z } from 'zod'
import { Failure } from './failure.ts'
import { DoorId, LevelId } from './ids.ts'
import { Instant } from './time.ts'

export const Door = z.object({ id: DoorId, name: z.string() })
export type Door = z.infer<typeof Door>

/** `doors` is what we learned from a door's answers: the OpenAPI has no call that tells a level's doors. Null: not known yet. */
export const AccessLevel = z.object({ id: LevelId, name: z.string(), doors: z.array(DoorId).nullable() })
export type AccessLevel = z.infer<typeof AccessLevel>

/** One named check of a connection: `fix` is a word the screens and the command line have a sentence for. */
export const Check = z.object({
  /** The device it is about, where there are several. */
  device: z.string().optional(),
  name: z.string(),
  ok: z.boolean(),
  fix: z.string().nullable(),
  detail: z.string().max(300).nullable().default(null),
  failure: Failure.nullable().default(null),
})
export type Check = z.infer<typeof Check>

/** The foot of the window. */
export const StatusView = z.object({
  site: z.object({
    kind: z.enum(['embedded', 'hikcentral', 'isapi']),
    state: z.enum(['unknown', 'online', 'offline', 'credentials']),
    name: z.string(),
    latencyMs: z.number().nullable(),
    /** Since when it has been in that state. */
    since: Instant.nullable(),
    failure: Failure.nullable(),
  }),
  limiter: z.object({
    /** Calls a second, now. */
    rate: z.number(),
    /** Found out from the site's answers, as nobody knows its limit: it moves. */
    foundOut: z.boolean(),
    /** Calls of the last second. */
    used: z.number(),
    concurrency: z.number(),
    /** How often the site made us slow down in the last 10 minutes. */
    slowed: z.number().int(),
  }),
  queue: z.object({ queued: z.number().int(), oldestAt: Instant.nullable() }),
  /** 'full': nothing can be written, so nothing new is taken; what was taken is kept, and goes on when there is room. */
  disk: z.enum(['ok', 'full']),
  /** Visits that are over while their guests can still open doors. */
  alarms: z.number().int(),
  /** False where another process owns the profile and this one only looks on. */
  owner: z.boolean(),
})
export type StatusView = z.infer<typeof StatusView>
