import type { Failure } from '../../shared/model/failure.ts'
import { Failure as FailureSchema } from '../../shared/model/failure.ts'
import type { Instant } from '../../shared/model/time.ts'
import type { Clock } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import type { Database } from '../storage/database.ts'
import { COLUMNS, type Job, type Row, readJson, toJob } from './job.ts'

export interface NewJob {
  kind: string
  /** Only one living job may carry it: a second enqueue is a no-op. */
  key: string
  /** Jobs of one lane share its holds (a site, a device). */
  lane: string
  /** Lower goes first. */
  rank: number
  /** The row this job is about, in whatever table its kind knows. */
  subject: number
  batch?: number | null
  /** Jobs with the same kind and key may be taken together. */
  setKey?: string | null
  /** Not before; now when left out. */
  dueAt?: Instant
  checkpoint?: unknown
}

export interface JobCounts {
  ready: number
  waiting: number
  leased: number
  paused: number
  dead: number
}

export type JobTable = ReturnType<typeof createJobTable>

/**
 * The durable queue: all its SQL, and no word about guests. A finished job is deleted, so the table holds only what is left to do and what died.
 * A lease has no end of its own: one process owns a profile, and the next owner gives the dead one's leases back (`giveBackLeases`).
 * States: ready → leased → (deleted | ready | waiting | dead); waiting → ready when due; paused ⇄ ready.
 */
export function createJobTable(db: Database, clock: Clock, random: Random) {
  const insert = db.prepare(
    `INSERT INTO jobs (kind, key, lane, rank, subject, batch, set_key, state, due_at, checkpoint, created_at)
     VALUES (@kind, @key, @lane, @rank, @subject, @batch, @setKey, @state, @dueAt, @checkpoint, @now) ON CONFLICT DO NOTHING`,
  )
  const insertEach = db.prepare(
    `INSERT INTO jobs (kind, key, lane, rank, subject, batch, state, due_at, created_at)
     SELECT @kind, @kind || ' ' || value, @lane, @rank, value, @batch, 'ready', @now, @now FROM json_each(@subjects) WHERE true ON CONFLICT DO NOTHING`,
  )
  const claimOne = db.prepare<unknown[], Row>(
    `UPDATE jobs SET state = 'leased', lease = @lease
     WHERE id = (SELECT id FROM jobs WHERE state = 'ready' AND lane = @lane AND rank <= @maxRank ORDER BY lane, rank, id LIMIT 1)
     RETURNING ${COLUMNS}`,
  )
  const claimMore = db.prepare<unknown[], Row>(
    `UPDATE jobs SET state = 'leased', lease = @lease
     WHERE id IN (SELECT id FROM jobs WHERE kind = @kind AND set_key = @setKey AND state = 'ready' ORDER BY id LIMIT @limit)
     RETURNING ${COLUMNS}`,
  )
  const release = db.prepare("UPDATE jobs SET state = 'ready' WHERE state = 'waiting' AND due_at <= ?")
  const releaseSet = db.prepare(
    "UPDATE jobs SET state = 'ready' WHERE kind = ? AND set_key = ? AND state = 'waiting' AND failure IS NULL",
  )
  const releaseBatch = db.prepare(
    "UPDATE jobs SET state = 'ready' WHERE batch = ? AND kind = ? AND state = 'waiting' AND failure IS NULL",
  )
  const hasten = db.prepare("UPDATE jobs SET state = 'ready' WHERE state = 'waiting' AND lane = ? AND failure IS NOT NULL")
  const nextDue = db.prepare("SELECT min(due_at) AS at FROM jobs WHERE state = 'waiting'")
  const drop = db.prepare('DELETE FROM jobs WHERE id = ? AND lease = ?')
  const again = db.prepare(
    "UPDATE jobs SET state = 'waiting', lease = NULL, due_at = @at, attempts = attempts + @cost, checkpoint = @checkpoint, failure = @failure WHERE id = @id AND lease = @lease",
  )
  const kill = db.prepare(
    "UPDATE jobs SET state = 'dead', lease = NULL, attempts = attempts + 1, failure = @failure WHERE id = @id AND lease = @lease",
  )
  const giveBack = db.prepare("UPDATE jobs SET state = 'ready', lease = NULL, recovered = recovered + 1 WHERE state = 'leased'")
  const setSize = db.prepare("SELECT count(*) AS n FROM jobs WHERE kind = ? AND set_key = ? AND state IN ('waiting', 'ready')")
  const anyOf = db.prepare("SELECT 1 FROM jobs WHERE batch = ? AND kind = ? AND state IN ('ready', 'leased') LIMIT 1")
  const living = db.prepare(
    "SELECT count(*) AS n FROM jobs WHERE batch = ? AND kind = ? AND state IN ('ready', 'waiting', 'leased', 'paused')",
  )
  const pauseBatch = db.prepare("UPDATE jobs SET state = 'paused' WHERE batch = ? AND state IN ('ready', 'waiting')")
  const resumeBatch = db.prepare(
    "UPDATE jobs SET state = CASE WHEN due_at > ? THEN 'waiting' ELSE 'ready' END WHERE batch = ? AND state = 'paused'",
  )
  const idleOfBatch = db.prepare<unknown[], Row>(
    `SELECT ${COLUMNS} FROM jobs WHERE batch = ? AND kind = ? AND state IN ('ready', 'waiting', 'paused')`,
  )
  const remove = db.prepare("DELETE FROM jobs WHERE id = ? AND state <> 'leased'")
  const forget = db.prepare(
    "DELETE FROM jobs WHERE subject = ? AND kind IN (SELECT value FROM json_each(?)) AND state <> 'leased'",
  )
  const running = db.prepare(
    "SELECT 1 FROM jobs WHERE subject = ? AND kind IN (SELECT value FROM json_each(?)) AND state = 'leased' LIMIT 1",
  )
  const oldest = db.prepare("SELECT created_at AS at FROM jobs WHERE state IN ('ready', 'waiting', 'leased') ORDER BY id LIMIT 1")
  const alone = db.prepare("SELECT count(*) AS n FROM jobs WHERE batch IS NULL AND state <> 'dead'")
  const heldBy = db.prepare<unknown[], { failure: string }>(
    "SELECT failure FROM jobs WHERE state = 'waiting' AND failure IS NOT NULL ORDER BY due_at LIMIT 1",
  )
  const removeKey = db.prepare("DELETE FROM jobs WHERE key = ? AND state IN ('ready', 'waiting', 'paused')")
  const counts = db.prepare('SELECT state, count(*) AS n FROM jobs GROUP BY state')

  return {
    /** True when the job is new; false when one with the same key lives already. */
    enqueue(job: NewJob): boolean {
      const now = clock.now()
      const dueAt = job.dueAt ?? now
      const state = dueAt > now ? 'waiting' : 'ready'
      const checkpoint = job.checkpoint === undefined ? null : JSON.stringify(job.checkpoint)
      const { kind, key, lane, rank, subject, batch = null, setKey = null } = job
      return insert.run({ kind, key, lane, rank, subject, batch, setKey, state, dueAt, checkpoint, now }).changes === 1
    },

    /** One job about each of thousands of subjects, ready now, in one statement; its key is its kind and its subject, with a space between. */
    enqueueEach(job: Pick<NewJob, 'kind' | 'lane' | 'rank'> & { batch: number }, subjects: readonly number[]): void {
      insertEach.run({ ...job, now: clock.now(), subjects: JSON.stringify(subjects) })
    },

    /** Takes the first job of a lane, and with it up to `limitOf(kind) - 1` more of its set, under one fresh lease. Empty when nothing is ready. */
    claim(lane: string, maxRank: number, limitOf: (kind: string) => number): Job[] {
      const lease = random.hex(16)
      const first = claimOne.get({ lane, maxRank, lease })
      if (!first) return []
      const more = limitOf(first.kind) - 1
      if (first.set_key === null || more < 1) return [toJob(first)]
      return [first, ...claimMore.all({ lease, kind: first.kind, setKey: first.set_key, limit: more })].map(toJob)
    },

    /** Moves what is due to 'ready'; answers when the next one will be, null for never. */
    releaseDue(): Instant | null {
      release.run(clock.now())
      return (nextDue.get() as { at: number | null }).at
    },

    /** What waits out a failure waits no longer. */
    hasten(lane: string): void {
      hasten.run(lane)
    },

    /** Lets the gathering sets of a batch go at once; what waits out a failure goes on waiting. */
    releaseBatch(batch: number, kind: string): void {
      releaseBatch.run(batch, kind)
    },
    /** Lets one gathering set go at once. */
    releaseSet(kind: string, setKey: string): void {
      releaseSet.run(kind, setKey)
    },

    /** Deletes a finished job. False when the lease is no longer ours: then nothing of its outcome may be written either. */
    finish(job: Job): boolean {
      return drop.run(job.id, job.lease).changes === 1
    },

    /** Puts a job back until `at`; `cost` is 1 for a spent attempt, 0 for one given back. */
    retry(job: Job, at: Instant, cost: 0 | 1, checkpoint: unknown, failure: Failure | null): boolean {
      const row = {
        id: job.id,
        lease: job.lease,
        at,
        cost,
        checkpoint: checkpoint == null ? null : JSON.stringify(checkpoint),
        failure: failure && JSON.stringify(failure),
      }
      return again.run(row).changes === 1
    },

    bury(job: Job, failure: Failure): boolean {
      return kill.run({ id: job.id, lease: job.lease, failure: JSON.stringify(FailureSchema.parse(failure)) }).changes === 1
    },

    /** For the new owner of a profile, before anything is claimed: whatever is leased was held by a process that is dead. */
    giveBackLeases(): number {
      return giveBack.run().changes
    },

    /** How many of a set are gathered and not yet taken. */
    gathered: (kind: string, setKey: string): number => (setSize.get(kind, setKey) as { n: number }).n,
    /** Whether a batch still has jobs of a kind that are about to run (those that wait out a failure do not count). */
    isRunning: (batch: number, kind: string): boolean => anyOf.get(batch, kind) !== undefined,
    /** How many jobs of a kind a batch has that are not dead. */
    living: (batch: number, kind: string): number => (living.get(batch, kind) as { n: number }).n,
    pause: (batch: number): number => pauseBatch.run(batch).changes,
    resume: (batch: number): number => resumeBatch.run(clock.now(), batch).changes,
    /** The jobs of a batch that nobody has taken yet. */
    idle: (batch: number, kind: string): Job[] => idleOfBatch.all(batch, kind).map(toJob),
    remove: (id: number): boolean => remove.run(id).changes === 1,
    /** Drops every job of some kinds about a subject that is not running, the dead ones too. */
    forget: (kinds: readonly string[], subject: number): number => forget.run(subject, JSON.stringify(kinds)).changes,
    /** Whether a job of some kinds about a subject is running at this moment. */
    isHeld: (kinds: readonly string[], subject: number): boolean => running.get(subject, JSON.stringify(kinds)) !== undefined,
    /** Takes a job back by its key, if nobody has taken it. */
    removeKey: (key: string): boolean => removeKey.run(key).changes === 1,
    oldestAt: (): Instant | null => (oldest.get() as { at: number } | undefined)?.at ?? null,
    /** What the job that is tried again next waits out; null where none waits out a failure. */
    heldBy(): Failure | null {
      const found = FailureSchema.safeParse(readJson(heldBy.get()?.failure ?? null))
      return found.success ? found.data : null
    },
    /** Living jobs that belong to no batch. */
    alone: (): number => (alone.get() as { n: number }).n,
    /** All jobs by state. Reads the whole table: for the command line, not for a window. */
    counts(): JobCounts {
      const result: JobCounts = { ready: 0, waiting: 0, leased: 0, paused: 0, dead: 0 }
      for (const row of counts.all() as { state: keyof JobCounts; n: number }[]) result[row.state] = row.n
      return result
    },
  }
}
