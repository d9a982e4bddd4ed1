import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Instant } from '../../shared/model/time.ts'
import { type Database, isWhole } from './database.ts'

/** A copy of the whole database, made while it was in use. */
export interface Backup {
  file: string
  at: Instant
  bytes: number
}

/** Copies kept: a week of days. */
export const KEPT = 7
const NAME = /^foyer-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.db$/

export const databaseOf = (profileDir: string) => join(profileDir, 'foyer.db')
const folderOf = (profileDir: string) => join(profileDir, 'backups')
const stamp = (at: Instant) => `${new Date(at).toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`

/** The profile's backups, newest first. */
export function listBackups(profileDir: string): Backup[] {
  const folder = folderOf(profileDir)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .flatMap(name => {
      const parts = NAME.exec(name)?.slice(1).map(Number)
      if (!parts) return []
      const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts
      const file = join(folder, name)
      return [{ file, at: Date.UTC(year, month - 1, day, hour, minute, second), bytes: statSync(file).size }]
    })
    .sort((a, b) => b.at - a.at)
}

/**
 * Copies the database while it goes on being used (SQLite's online backup), and drops all copies but the newest `kept`. A copy is there whole or not at all, its owner's alone:
 * there are names in it.
 */
export async function makeBackup(db: Database, profileDir: string, at: Instant, kept = KEPT): Promise<Backup> {
  const folder = folderOf(profileDir)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, `foyer-${stamp(at)}.db`)
  const draft = `${file}.tmp`
  try {
    await db.backup(draft)
    chmodSync(draft, 0o600)
    renameSync(draft, file)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
  for (const old of listBackups(profileDir).slice(kept)) rmSync(old.file, { force: true })
  return { file, at, bytes: statSync(file).size }
}

/** There is no backup that can be read from end to end. */
export class NoBackup extends Error {
  constructor(profileDir: string) {
    super(`${folderOf(profileDir)} holds no backup that can be used`)
    this.name = 'NoBackup'
  }
}

/**
 * Puts the newest backup that is whole in the place of the database, which is set aside, never thrown away: `aside` is where. Call it as the owner of the profile, with the database
 * closed everywhere. What happened since the backup is unknown to it.
 * @throws NoBackup, and nothing is touched then
 */
export function restoreBackup(
  profileDir: string,
  at: Instant,
  options: { nativeBinding?: string } = {},
): { backup: Backup; aside: string | null } {
  const backup = listBackups(profileDir).find(found => isWhole(found.file, options.nativeBinding))
  if (!backup) throw new NoBackup(profileDir)
  const file = databaseOf(profileDir)
  const aside = existsSync(file) ? `${file}.damaged-${stamp(at)}` : null
  // The copy first: a disk that is full ends this before anything has moved.
  const draft = `${file}.restoring`
  copyFileSync(backup.file, draft)
  chmodSync(draft, 0o600)
  for (const ending of ['', '-wal', '-shm']) {
    // A log without its database would be taken for the backup's.
    if (existsSync(file + ending)) renameSync(file + ending, `${file}.damaged-${stamp(at)}${ending}`)
  }
  renameSync(draft, file)
  return { backup, aside }
}
