import { chmodSync, copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import { type Migration, migrations } from './migrations.ts'

export type Database = Sqlite.Database
export type Statement = Sqlite.Statement

/** The file cannot be trusted: say so and offer the way back, never write to it. */
export class DamagedDatabase extends Error {
  readonly file: string
  constructor(file: string, finding: string) {
    super(`the database ${file} is damaged and was not touched: ${finding}. "foyer restore" puts the newest backup in its place`)
    this.name = 'DamagedDatabase'
    this.file = file
  }
}

/** Its schema comes from a newer Foyer than this one. */
export class NewerDatabase extends Error {
  constructor(file: string, found: number, known: number) {
    super(`the database ${file} has schema ${found}, this version knows ${known}: start the newer Foyer that made it`)
    this.name = 'NewerDatabase'
  }
}

export interface OpenDatabase {
  /** A file, or ':memory:'. */
  file: string
  /** An addon to load in place of the packaged one. */
  nativeBinding?: string
  /** FULL (the default) survives a power cut with every commit; NORMAL may lose the last ones. */
  synchronous?: 'FULL' | 'NORMAL'
  /** The steps of the schema; the product's own when left out. */
  steps?: readonly Migration[]
}

function open(options: OpenDatabase): Database {
  if (options.file !== ':memory:') mkdirSync(dirname(options.file), { recursive: true, mode: 0o700 })
  const db = new Sqlite(
    options.file,
    options.nativeBinding ? { nativeBinding: options.nativeBinding, timeout: 10_000 } : { timeout: 10_000 },
  )
  // Names are in it: its owner's alone, whatever the folder allows. The files beside it take its mode.
  if (options.file !== ':memory:') chmodSync(options.file, 0o600)
  db.pragma('journal_mode = WAL')
  db.pragma(`synchronous = ${options.synchronous ?? 'FULL'}`)
  db.pragma('foreign_keys = ON')
  // Off in the build: deleted names would stay readable in the file (reliability.md).
  db.pragma('secure_delete = ON')
  // 64 MiB: the indexes of a large list stay in memory while it is written.
  db.pragma('cache_size = -65536')
  db.pragma('journal_size_limit = 33554432')
  return db
}

/**
 * Opens the profile's database, checks it and brings its schema up to date; a copy is kept before each migration as `<file>.before-<number>`.
 * Throws `DamagedDatabase` or `NewerDatabase`; the file is not touched then.
 */
export function openDatabase(options: OpenDatabase): Database {
  let db: Database
  try {
    db = open(options)
    const finding = check(db)
    if (finding !== 'ok') throw new DamagedDatabase(options.file, String(finding))
  } catch (error) {
    if (error instanceof Error && 'code' in error && ['SQLITE_CORRUPT', 'SQLITE_NOTADB'].includes(String(error.code))) {
      throw new DamagedDatabase(options.file, error.message)
    }
    throw error
  }
  migrate(
    db,
    options.file,
    [...(options.steps ?? migrations)].sort((a, b) => a.number - b.number),
  )
  return db
}

/**
 * The first thing that is wrong, or 'ok'. The million passages are left out: reading them takes a third of a second, and whatever is wrong there is met by whoever reads them; guests,
 * visits and jobs are what nothing may be built on when it is broken.
 */
function check(db: Database): string {
  const tables = db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'passages'")
    .pluck()
    .all() as string[]
  for (const name of tables) {
    const finding = String(db.pragma(`quick_check('${name.replaceAll("'", "''")}')`, { simple: true }))
    if (finding !== 'ok') return finding
  }
  return 'ok'
}

function migrate(db: Database, file: string, steps: readonly Migration[]): void {
  const found = Number(db.pragma('user_version', { simple: true }))
  const newest = steps.at(-1)?.number ?? 0
  if (found > newest) throw new NewerDatabase(file, found, newest)
  for (const step of steps) {
    if (step.number <= Number(db.pragma('user_version', { simple: true }))) continue
    if (found > 0) backUp(db, file, step.number)
    // Two processes may start at once: the second waits for the lock, then finds the step done.
    db.transaction(() => {
      if (step.number <= Number(db.pragma('user_version', { simple: true }))) return
      db.exec(step.sql)
      db.pragma(`user_version = ${step.number}`)
    }).immediate()
  }
}

function backUp(db: Database, file: string, number: number): void {
  if (file === ':memory:') return
  const copy = `${file}.before-${String(number).padStart(3, '0')}`
  if (existsSync(copy)) return
  db.pragma('wal_checkpoint(TRUNCATE)')
  copyFileSync(file, copy)
}

/** Whether a database that nobody has open can be read from end to end. Reads only. */
export function isWhole(file: string, nativeBinding?: string): boolean {
  try {
    const db = new Sqlite(file, { readonly: true, fileMustExist: true, ...(nativeBinding ? { nativeBinding } : {}) })
    try {
      return db.pragma('quick_check(1)', { simple: true }) === 'ok' && Number(db.pragma('user_version', { simple: true })) > 0
    } finally {
      db.close()
    }
  } catch {
    return false
  }
}

/** Writes one page, and changes nothing. */
export function touchFile(db: Database): void {
  db.pragma(`user_version = ${Number(db.pragma('user_version', { simple: true }))}`)
}

/** A number that changes when another process has committed to the file. Cheap enough to ask twice a second. */
export function dataVersion(db: Database): number {
  return Number(db.pragma('data_version', { simple: true }))
}
