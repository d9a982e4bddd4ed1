import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { destination, pino } from 'pino'

/**
 * What happened, as data: `event` is a fixed word, the rest are facts about it. There is no sentence to build, so no name can slip into one.
 * Among the facts, keys that could carry a person, a face or a secret are blanked at any depth.
 */
export type LogEntry = { event: string } & Record<string, unknown>

export interface Log {
  info(entry: LogEntry): void
  warn(entry: LogEntry): void
  error(entry: LogEntry): void
}

const PRIVATE_WORDS =
  /secret|password|passwd|authori[sz]ation|cookie|token|signature|appkey|face|photo|jpeg|picture|portrait|image|bytes|base64|family|given|patronymic|surname|lastname|firstname|fullname|person(name)?$|guest(name)?$|visitor(name)?$|phone|email|mail|document|passport|company|purpose|row$|rows$|card$|input$|body$/i
/** `name` alone is a person's; `errorName`, `fileName` and the like say nothing of one, except a file's. */
const PRIVATE_NAMES = /^(name|filename)$/i

const DEPTH = 6
const LONGEST_TEXT = 300

/** A copy of `value` fit for a log: private keys blanked, bytes and long texts cut, errors without their message. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.length > LONGEST_TEXT ? `[${value.length} characters]` : value
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'function' || typeof value === 'symbol') return undefined
  if (value === null || typeof value !== 'object') return value
  if (depth >= DEPTH) return '[deep]'
  if (value instanceof Error) return redactError(value, depth)
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`
  if (Array.isArray(value)) return value.slice(0, 50).map(item => redact(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, isPrivate(key, inner) ? '[redacted]' : redact(inner, depth + 1)]),
  )
}

/** Numbers and truth values tell how many and whether, never who: `rows: 50` may stay. */
function isPrivate(key: string, value: unknown): boolean {
  if (value === null || typeof value === 'number' || typeof value === 'boolean' || value === undefined) return false
  return PRIVATE_WORDS.test(key) || PRIVATE_NAMES.test(key)
}

/** A message may quote what it could not read (JSON.parse does), so only the kind, the code and the place are kept. */
function redactError(error: Error, depth: number): unknown {
  const frames = (error.stack ?? '').split('\n').filter(line => /^\s+at /.test(line))
  const code = 'code' in error ? String(error.code) : undefined
  const cause = error.cause instanceof Error ? redact(error.cause, depth + 1) : undefined
  return { kind: error.name, code, at: frames.slice(0, 8).map(line => line.trim()), cause }
}

/**
 * A log as lines of JSON: to stderr, or to `<dir>/foyer.log` where a directory is named (a window has no stderr that anybody reads).
 * Written synchronously: the last words before a crash are the ones that count.
 */
export function openLog(options: { dir?: string; level?: 'info' | 'warn' | 'error' | 'silent' } = {}): Log {
  const dest = options.dir ? join(options.dir, 'foyer.log') : 2
  if (options.dir) mkdirSync(options.dir, { recursive: true, mode: 0o700 })
  const logger = pino(
    { level: options.level ?? 'info', base: null, timestamp: pino.stdTimeFunctions.isoTime },
    destination({ dest, sync: true, mode: 0o600 } as Parameters<typeof destination>[0]),
  )
  return {
    info: entry => logger.info(redact(entry)),
    warn: entry => logger.warn(redact(entry)),
    error: entry => logger.error(redact(entry)),
  }
}
