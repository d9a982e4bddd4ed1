import { dirname } from 'node:path'
import type { Clock, Timer } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import { listBackups, makeBackup } from '../storage/backups.ts'
import type { Database } from '../storage/database.ts'
import { isDiskFull } from '../storage/disk.ts'

const DAY_MS = 24 * 3_600_000
/** How often it is looked whether one is due, in milliseconds. */
const LOOK_MS = 15 * 60_000

export interface Backups {
  /** Begins to make one a day; only for the owner of a profile. */
  start(): void
  close(): Promise<void>
}

/** One copy of the database a day, while the console is open: the way back where the file is damaged. */
export function createBackups(db: Database, clock: Clock, log: Log): Backups {
  const profileDir = dirname(db.name)
  let timer: Timer | null = null
  let making: Promise<void> = Promise.resolve()
  let closed = false

  function make(): Promise<void> {
    making = making.then(async () => {
      if (closed) return
      try {
        const { bytes } = await makeBackup(db, profileDir, clock.now())
        log.info({ event: 'backup-made', bytes })
      } catch (error) {
        log.error({ event: isDiskFull(error) ? 'backup-disk-full' : 'backup-failed', error })
      }
    })
    return making
  }

  function look(): void {
    if (closed) return
    const [newest] = listBackups(profileDir)
    // A clock that was set back must not end the backups.
    if (!newest || Math.abs(clock.now() - newest.at) >= DAY_MS) void make()
    timer = clock.setTimeout(look, LOOK_MS)
  }

  return {
    start: look,
    async close() {
      closed = true
      if (timer) clock.clearTimeout(timer)
      await making
    },
  }
}
