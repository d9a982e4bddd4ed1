import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'

/** Ownership of a profile. */
export interface ProfileLock {
  release(): void
}

/**
 * Takes the profile for this process, or answers null when another one has it. The lock is the operating system's (SQLite takes it with fcntl or LockFileEx),
 * so the kernel frees it however its owner ends, `kill -9` included: there is no pid file to go stale.
 * Nobody else may open `owner.lock`: with fcntl, a process that closes any descriptor of a file gives up all its locks on it.
 */
export function tryOwn(profileDir: string, options: { nativeBinding?: string } = {}): ProfileLock | null {
  mkdirSync(profileDir, { recursive: true, mode: 0o700 })
  const { nativeBinding } = options
  const db = new Sqlite(join(profileDir, 'owner.lock'), nativeBinding ? { timeout: 0, nativeBinding } : { timeout: 0 })
  try {
    // Nothing is ever written, so nothing needs a journal: a killed owner leaves no file behind that the next one would have to judge.
    db.pragma('journal_mode = MEMORY')
    db.pragma('locking_mode = EXCLUSIVE')
    db.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    db.close()
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')) return null
    throw error
  }
  return { release: () => db.close() }
}
