import type { Instant } from '../../shared/model/time.ts'
import { type Backup, listBackups, NoBackup, restoreBackup } from '../storage/backups.ts'
import { DamagedDatabase } from '../storage/database.ts'
import { tryOwn } from '../storage/profile-lock.ts'

export const isDamaged = (error: unknown): boolean => error instanceof DamagedDatabase

/** What can be done where the database cannot be opened any more. Works without a console: there is none then. */
export interface WayBack {
  /** Newest first. */
  backups: Backup[]
  /** Puts the newest whole backup in place: what it was and where the old file lies, or why it was not done. */
  restore(now: Instant): { backup: Backup; aside: string | null } | 'profile-in-use' | 'no-backup'
}

export function openWayBack(profileDir: string, options: { sqliteBinding?: string } = {}): WayBack {
  const binding = { nativeBinding: options.sqliteBinding }
  return {
    backups: listBackups(profileDir),
    restore(now) {
      const lock = tryOwn(profileDir, binding)
      if (!lock) return 'profile-in-use'
      try {
        return restoreBackup(profileDir, now, binding)
      } catch (error) {
        if (error instanceof NoBackup) return 'no-backup'
        throw error
      } finally {
        lock.release()
      }
    },
  }
}
