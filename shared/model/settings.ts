import { z } from 'zod'
import { Device, LocalLevel } from './device.ts'
import { Pin } from './pin.ts'
import { REPAIR_HOUR } from './repair.ts'
import { Instant } from './time.ts'

/** Calls a second to begin with, and at once, where the site's own limit is not known (decisions/004). */
export const DEFAULT_RATE = 5
export const DEFAULT_CONCURRENCY = 4

/** How guests are kept on a HikCentral: as persons, or each visit through its visitor module (protocol A4). */
export const Enrol = z.enum(['persons', 'visitors'])
export type Enrol = z.infer<typeof Enrol>

export const HikCentralConnection = z.object({
  kind: z.literal('hikcentral'),
  url: z.url({ protocol: /^https?$/ }).transform(url => url.replace(/\/+$/, '')),
  appKey: z.string().trim().min(1).max(128),
  pin: Pin.nullable().default(null),
  /** Calls a second that the site is known to take; null: nobody knows, it is found out (decisions/007). */
  rate: z.number().positive().max(1000).nullable().default(null),
  concurrency: z.number().int().min(1).max(200).default(DEFAULT_CONCURRENCY),
  enrol: Enrol.default('persons'),
  /** The organisation new persons go to; null: the root. */
  organisation: z.string().max(64).nullable().default(null),
  /** Hybrid: terminals of this site that get faces from us, not from it. */
  terminals: z.array(Device).max(64).default([]),
})
export type HikCentralConnection = z.infer<typeof HikCentralConnection>

/** Milliseconds between two writes to one device (protocol B6: clients leave 300 to 500). */
export const DEFAULT_SPACING_MS = 300

/** Devices alone, no server. */
export const IsapiConnection = z.object({
  kind: z.literal('isapi'),
  devices: z.array(Device).min(1).max(64),
  /** Empty: one level, every door. */
  levels: z.array(LocalLevel).max(100).default([]),
  spacingMs: z.number().int().min(0).max(10_000).default(DEFAULT_SPACING_MS),
})
export type IsapiConnection = z.infer<typeof IsapiConnection>

/** No connection yet: the embedded site, doors and people included. */
export const EmbeddedConnection = z.object({ kind: z.literal('embedded') })
export const Connection = z.discriminatedUnion('kind', [EmbeddedConnection, HikCentralConnection, IsapiConnection])
export type Connection = z.infer<typeof Connection>

/** The devices a connection speaks to directly. */
export function devicesOf(connection: Connection): Device[] {
  if (connection.kind === 'isapi') return connection.devices
  return connection.kind === 'hikcentral' ? connection.terminals : []
}

/** The same connection with other devices: those of a site of devices alone, or the terminals of a HikCentral. Where there was no site, devices make one. */
export function withDevices(connection: Connection, devices: readonly Device[]): Connection {
  if (connection.kind === 'hikcentral') return { ...connection, terminals: [...devices] }
  if (devices.length === 0) return { kind: 'embedded' }
  return IsapiConnection.parse({ ...(connection.kind === 'isapi' ? connection : { kind: 'isapi' }), devices })
}

export const Locale = z.enum(['ru', 'en'])
export type Locale = z.infer<typeof Locale>
export const Theme = z.enum(['light', 'dark', 'system'])
export type Theme = z.infer<typeof Theme>

/** What one desk likes. */
export const Preferences = z.object({
  locale: Locale.default('en'),
  theme: Theme.default('system'),
  /** An IANA zone; null: the machine's own. */
  zone: z.string().nullable().default(null),
  /** A tone when somebody is turned away at a door. */
  sound: z.boolean().default(true),
  /** The desktop says who has come and who has left. */
  notices: z.boolean().default(true),
  /** The printer that badges go to without asking; null: the print dialog asks. */
  badgePrinter: z.string().max(200).nullable().default(null),
})
export type Preferences = z.infer<typeof Preferences>
/** What a desk changes of it, and nothing else: a default here would reset what was not named. */
export const PreferencesChange = z
  .object({
    locale: Locale,
    theme: Theme,
    zone: z.string().nullable(),
    sound: z.boolean(),
    notices: z.boolean(),
    badgePrinter: z.string().max(200).nullable(),
  })
  .partial()

export const AfterVisit = z.enum(['keep', 'remove'])
export type AfterVisit = z.infer<typeof AfterVisit>

/** Where the end of a batch is told (`outside/webhooks`). Its secret is kept like the site's: sealed, or the path of an owner-only file, or in memory. */
export const WebhookSettings = z.object({
  on: z.boolean().default(false),
  url: z.string().max(500).nullable().default(null),
  secretFile: z.string().nullable().default(null),
  sealedSecret: z.string().nullable().default(null),
})
export type WebhookSettings = z.infer<typeof WebhookSettings>

/** OpenTelemetry's usual port for a Prometheus endpoint. */
export const DEFAULT_METRICS_PORT = 9464

/** Metrics on loopback. Of the token only its SHA-256 is kept, so there is nothing to read back (decisions/008). */
export const MetricsSettings = z.object({
  on: z.boolean().default(false),
  port: z.number().int().min(1).max(65_535).default(DEFAULT_METRICS_PORT),
  tokenSha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable()
    .default(null),
})
export type MetricsSettings = z.infer<typeof MetricsSettings>

/** When access is taken away by itself: never (the site's own window still closes) · at the first exit · with the window. */
export const AccessEnds = z.enum(['never', 'first-exit', 'window'])
export type AccessEnds = z.infer<typeof AccessEnds>

/** Kinds of door event that a HikCentral is asked for in every round; it takes one a query (protocol A4, Event types). */
export const PROMPT_EVENT_TYPES = [196893, 198914, 197127, 197151, 197161, 197384, 197633, 197634, 197635]
/** Rarer ones: combinations with a card or a PIN, anti-passback, interlock, too many tries, duress. */
export const RARE_EVENT_TYPES = [
  196883, 196888, 196889, 196890, 198915, 200516, 263433, 197128, 197160, 197382, 197383, 198146, 199429, 200515, 721678,
]

/** A HikCentral tells its door events to a listener of ours (protocol A4, Subscription). */
export const SubscriptionSettings = z.object({
  on: z.boolean().default(false),
  /** The address of this machine that is listened on. */
  address: z.string().max(100).default('127.0.0.1'),
  /** 0: any free port. */
  port: z.number().int().min(0).max(65_535).default(0),
  /** The name or address under which the site reaches us, where it is another. */
  reachedAs: z.string().max(200).nullable().default(null),
})
export type SubscriptionSettings = z.infer<typeof SubscriptionSettings>

/** How passages are read. Shares are parts of the calls a second that the limiter allows. */
export const FeedSettings = z.object({
  on: z.boolean().default(true),
  types: z.array(z.number().int().positive()).min(1).max(100).default(PROMPT_EVENT_TYPES),
  rareTypes: z.array(z.number().int().positive()).max(100).default(RARE_EVENT_TYPES),
  share: z.number().min(0.01).max(1).default(0.2),
  /** While what was missed is read. */
  catchUpShare: z.number().min(0.01).max(1).default(0.5),
  /** An event is told by the site so much after it happened, at least, in milliseconds; more is found out. */
  lagMs: z.number().int().min(0).max(600_000).default(3000),
  /** One kind of event is not asked for more often, in milliseconds. */
  everyMs: z.number().int().min(200).max(600_000).default(1000),
  /** Pictures kept on this machine, in megabytes. */
  picturesMb: z.number().int().min(0).max(100_000).default(200),
  subscription: SubscriptionSettings.prefault({}),
})
export type FeedSettings = z.infer<typeof FeedSettings>

/**
 * Everything in settings.json. Secrets are not: `sealedSecret` is what safeStorage made of one (Electron), `secretFile` the path of an owner-only file (plain Node);
 * where neither may be had, the secret lives in memory for one run.
 */
export const Settings = z.object({
  connection: Connection.default({ kind: 'embedded' }),
  /** When somebody last said "this is the connection": keys that were refused before are worth another try since. */
  connectedAt: Instant.default(0),
  secretFile: z.string().nullable().default(null),
  sealedSecret: z.string().nullable().default(null),
  preferences: Preferences.default({ locale: 'en', theme: 'system', zone: null, sound: true, notices: true, badgePrinter: null }),
  webhook: WebhookSettings.default({ on: false, url: null, secretFile: null, sealedSecret: null }),
  metrics: MetricsSettings.default({ on: false, port: DEFAULT_METRICS_PORT, tokenSha256: null }),
  /** Column mappings remembered per set of headers: header key -> column header by field. */
  columns: z.record(z.string(), z.record(z.string(), z.string())).default({}),
  /** What becomes of a guest's person on the site when the visit has ended: kept for the next one, or removed. */
  afterVisit: AfterVisit.default('keep'),
  accessEnds: AccessEnds.default('window'),
  feed: FeedSettings.prefault({}),
  /** The hour of the day, in the desk's zone, at which it is looked whether the doors still hold what they should; null: only when somebody asks. */
  repairHour: z.number().int().min(0).max(23).nullable().default(REPAIR_HOUR),
  /** Guests a set-based call carries (protocol A4: the cap is in no document). */
  chunk: z.number().int().min(1).max(500).default(100),
})
export type Settings = z.infer<typeof Settings>
