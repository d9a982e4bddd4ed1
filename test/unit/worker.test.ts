import { beforeEach, describe, expect, it } from 'vitest'
import { SiteError } from '../../electron/access-control/port.ts'
import { failureOf } from '../../electron/app/failure-of.ts'
import { seededRandom } from '../../electron/base/random.ts'
import type { Job } from '../../electron/queue/job.ts'
import { createJobTable, type JobTable, type NewJob } from '../../electron/queue/job-table.ts'
import { causeRules, outcomeOf, rules } from '../../electron/queue/outcome.ts'
import { createWorker, type Ending, type JobKind } from '../../electron/queue/worker.ts'
import { openDatabase } from '../../electron/storage/database.ts'
import {
  areKeysRefused,
  type Failure,
  type FailureKind,
  failureKinds,
  keyCauses,
  strangerCauses,
} from '../../shared/model/failure.ts'
import { type FakeClock, fakeClock } from '../support/fake-clock.ts'

let clock: FakeClock
let table: JobTable
const random = seededRandom(3)

beforeEach(() => {
  clock = fakeClock()
  table = createJobTable(openDatabase({ file: ':memory:' }), clock, random)
})

const enqueue = (subject: number, more: Partial<NewJob> = {}) =>
  table.enqueue({ kind: 'work', key: `work ${subject}`, lane: 'site', rank: 20, subject, ...more })

function workerOf(
  run: (jobs: Job[]) => Promise<Ending[]>,
  width = 4,
  more: Partial<JobKind> = {},
  stopped: () => Failure | null = () => null,
) {
  const dead: number[] = []
  const kind: JobKind = {
    setSize: 1,
    attempts: 3,
    run,
    onFailure: (job, _, outcome) => {
      if (outcome.type === 'dead') dead.push(job.subject)
    },
    ...more,
  }
  const worker = createWorker({
    table,
    kinds: new Map([['work', kind]]),
    lane: 'site',
    width: () => width,
    clock,
    random,
    transaction: work => work(),
    failureOf,
    stopped,
  })
  return { worker, dead }
}
const done = (jobs: Job[]): Ending[] => jobs.map(job => ({ job, type: 'done' }))

describe('the worker', () => {
  it('runs as many at once as the width allows, and keeps two places for the desk', async () => {
    let running = 0
    let most = 0
    const seen: number[] = []
    const { worker } = workerOf(async jobs => {
      running++
      most = Math.max(most, running)
      seen.push(jobs[0]!.subject)
      await clock.sleep(100)
      running--
      return done(jobs)
    }, 2)
    for (let n = 1; n <= 6; n++) enqueue(n)
    worker.start()
    await clock.advance(50)
    expect(most).toBe(2)
    enqueue(99, { rank: 1 })
    worker.wake()
    await clock.advance(1)
    expect(seen.at(-1)).toBe(99)
    await clock.runUntil(() => worker.totals.done === 7, 10_000)
    expect(most).toBe(3)
    await worker.stop()
  })

  it('gives the attempt back while the site is away, lets one probe go alone, and goes on when it answers', async () => {
    let away = true
    const starts: number[] = []
    const { worker, dead } = workerOf(async jobs => {
      starts.push(clock.now())
      await clock.sleep(10)
      if (away) throw new SiteError({ kind: 'offline' })
      return done(jobs)
    })
    for (let n = 1; n <= 20; n++) enqueue(n)
    worker.start()
    await clock.advance(90_000)
    expect(dead).toEqual([])
    // The first four together, then one at a time, further and further apart.
    expect(starts.length).toBeLessThan(16)
    expect(worker.lane().streak).toBeGreaterThan(3)
    away = false
    await clock.runUntil(() => worker.totals.done === 20, 60_000)
    expect(worker.totals).toEqual({ done: 20, failed: 0 })
    await worker.stop()
  })

  it('gives a job up after its attempts, and says so once', async () => {
    let runs = 0
    const { worker, dead } = workerOf(async () => {
      runs++
      throw new SiteError({ kind: 'timeout' })
    })
    enqueue(1)
    worker.start()
    await clock.runUntil(() => dead.length === 1, 120_000)
    expect(runs).toBe(3)
    expect(table.counts().dead).toBe(1)
    await worker.stop()
  })

  it('keeps a set together: what failed or waits as one call goes again as one call', async () => {
    const sizes: number[] = []
    const { worker } = workerOf(
      async jobs => {
        sizes.push(jobs.length)
        if (sizes.length === 1) throw new SiteError({ kind: 'timeout', cause: 'not-json' })
        // A real clock goes on while a set is judged.
        if (sizes.length === 2)
          return jobs.map((job, i) => ({ job, type: 'later', at: clock.now() + 200 + (i % 3), checkpoint: null }))
        return done(jobs)
      },
      4,
      { setSize: 100 },
    )
    for (let n = 1; n <= 30; n++) enqueue(n, { setKey: 'batch 1' })
    worker.start()
    await clock.runUntil(() => worker.totals.done === 30, 60_000)
    expect(sizes).toEqual([30, 30, 30])
    await worker.stop()
  })

  it('waits as long as a busy site asks', async () => {
    const starts: number[] = []
    const { worker } = workerOf(async jobs => {
      starts.push(clock.now())
      if (starts.length === 1) throw new SiteError({ kind: 'busy', retryAt: clock.now() + 7000 })
      return done(jobs)
    })
    enqueue(1)
    worker.start()
    await clock.runUntil(() => worker.totals.done === 1, 60_000)
    expect(starts[1]! - starts[0]!).toBe(7000)
    await worker.stop()
  })

  it('goes on at once, one alone first, when the site was seen again', async () => {
    let away = true
    let running = 0
    const starts: number[] = []
    const { worker } = workerOf(async jobs => {
      starts.push(clock.now())
      running++
      await clock.sleep(10)
      running--
      if (away) throw new SiteError({ kind: 'offline' })
      return done(jobs)
    })
    for (let n = 1; n <= 8; n++) enqueue(n)
    worker.start()
    await clock.advance(60_000)
    expect(worker.lane().heldUntil).toBeGreaterThan(clock.now() + 1000)
    away = false
    worker.resume()
    await clock.advance(5)
    expect(running).toBe(1)
    await clock.advance(50)
    expect(worker.totals.done).toBe(8)
    await worker.stop()
  })

  it('opens after a few calls that nobody answered, and then one goes at a time', async () => {
    let atSite = 0
    let running = 0
    let most = 0
    const { worker, dead } = workerOf(async () => {
      atSite++
      most = Math.max(most, ++running)
      await clock.sleep(100)
      running--
      // Sent, and lost on the way: nobody knows, again and again.
      throw new SiteError({ kind: 'timeout', cause: 'connection-lost' })
    })
    for (let n = 1; n <= 40; n++) enqueue(n)
    worker.start()
    await clock.advance(300)
    expect(atSite).toBeLessThanOrEqual(5)
    most = 0
    await clock.advance(60_000)
    expect(most).toBe(1)
    expect(atSite).toBeLessThan(35)
    expect(dead.length).toBeLessThan(10)
    await worker.stop()
  })

  it('runs nothing while the keys are refused: the desk is held with the cause, a list waits, nothing fails', async () => {
    let stopped: Failure | null = null
    let runs = 0
    const told: [number, string, boolean, number | null][] = []
    const { worker, dead } = workerOf(
      async jobs => {
        runs++
        if (runs === 2) stopped = { kind: 'credentials', cause: 'signature' }
        if (runs <= 2) throw new SiteError({ kind: 'credentials', cause: 'signature' })
        return done(jobs)
      },
      1,
      {
        onFailure: (job, failure, outcome) => {
          if (outcome.type === 'again') told.push([job.subject, String(failure.cause), outcome.held, outcome.retryAt])
        },
      },
      () => stopped,
    )
    for (let n = 1; n <= 5; n++) enqueue(n)
    worker.start()
    await clock.advance(10_000)
    expect(runs).toBe(2)
    enqueue(99, { rank: 1 })
    worker.wake()
    await clock.advance(24 * 3_600_000)
    expect(runs).toBe(2)
    expect(told.filter(([subject]) => subject === 99)[0]).toEqual([99, 'signature', true, null])
    expect(told.every(([, , held, retryAt]) => held && retryAt === null)).toBe(true)
    expect(dead).toEqual([])
    expect(table.counts().dead).toBe(0)
    stopped = null
    worker.resume()
    await clock.runUntil(() => worker.totals.done === 6, 60_000)
    await worker.stop()
  })

  it('says nothing of a run that is stopped in the middle: its lease is left for the next owner', async () => {
    const { worker } = workerOf(async jobs => {
      await clock.sleep(1000)
      return done(jobs)
    })
    enqueue(1)
    worker.start()
    await clock.advance(1)
    const stopping = worker.stop()
    await clock.advance(2000)
    await stopping
    expect(table.counts().leased).toBe(1)
    table.giveBackLeases()
    expect(table.claim('site', 99, () => 1)[0]?.recovered).toBe(1)
  })

  it('writes no effect for a job that was taken from it', async () => {
    let effects = 0
    let runs = 0
    const { worker } = workerOf(async jobs => {
      if (runs++ > 0) return done(jobs)
      table.giveBackLeases()
      return jobs.map(job => ({ job, type: 'done', effect: () => effects++ }))
    })
    enqueue(1)
    worker.start()
    await clock.runUntil(() => worker.totals.done === 1, 1000)
    await worker.stop()
    expect({ effects, runs }).toEqual({ effects: 0, runs: 2 })
  })

  it('buries a job of a kind that nobody knows, and works on', async () => {
    const { worker } = workerOf(async jobs => done(jobs))
    enqueue(1, { kind: 'unheard-of' })
    enqueue(2)
    worker.start()
    await clock.runUntil(() => worker.totals.done === 1, 1000)
    expect(table.counts().dead).toBe(1)
    await worker.stop()
  })
})

describe('what becomes of a failure', () => {
  const judge = (kind: FailureKind, attempts = 0) =>
    outcomeOf({ kind }, { attempts, maxAttempts: 5, streak: 0, now: 1000, random })
  it('stops at once for what only a person can mend', () => {
    for (const kind of failureKinds) {
      const waits = ['busy', 'offline', 'timeout'].includes(kind)
      expect([kind, judge(kind).type]).toEqual([kind, waits ? 'again' : 'dead'])
    }
    expect(Object.keys(rules).sort()).toEqual([...failureKinds].sort())
  })
  it('costs an attempt only where something may have happened', () => {
    expect(judge('busy')).toMatchObject({ cost: 0 })
    expect(judge('offline')).toMatchObject({ cost: 0, holdLane: true })
    expect(judge('timeout')).toMatchObject({ cost: 1 })
    expect(judge('timeout', 4)).toEqual({ type: 'dead' })
  })
  it('tells refused keys, which nobody’s job is to blame for, from a right that is missing', () => {
    const about = { attempts: 0, maxAttempts: 5, streak: 0, now: 1000, random }
    for (const cause of keyCauses) {
      expect(areKeysRefused({ kind: 'credentials', cause })).toBe(true)
      expect(outcomeOf({ kind: 'credentials', cause }, about)).toMatchObject({
        type: 'again',
        cost: 0,
        holdLane: true,
        held: true,
        retryAt: null,
      })
    }
    for (const cause of ['no-permission', 'no-permission-on-resource', 'licence', 'partner-user']) {
      expect(areKeysRefused({ kind: 'credentials', cause })).toBe(false)
      expect(outcomeOf({ kind: 'credentials', cause }, about)).toEqual({ type: 'dead' })
    }
    expect(Object.keys(causeRules).every(kind => (failureKinds as readonly string[]).includes(kind))).toBe(true)
  })
  it('holds everything before a stranger in the place of the site: nothing was sent, and no guest is to blame', () => {
    const about = { attempts: 0, maxAttempts: 1, streak: 3, now: 1000, random }
    for (const cause of strangerCauses) {
      const outcome = outcomeOf({ kind: 'credentials', cause }, about)
      expect(outcome).toMatchObject({ type: 'again', cost: 0, holdLane: true, held: true, retryAt: null })
      expect(outcome.type === 'again' && outcome.at).toBeGreaterThan(4999)
    }
  })
  it('leaves the slowing to the limiter: a job refused for the rate comes back soon, or when the site says', () => {
    const about = { attempts: 0, maxAttempts: 5, streak: 0, now: 1000, random }
    for (const cause of ['rate-limited', 'quota']) {
      const soon = outcomeOf({ kind: 'busy', cause }, about)
      expect(soon).toMatchObject({ cost: 0, holdLane: false, held: false })
      expect(soon.type === 'again' && soon.at - 1000).toBeLessThan(700)
      expect(outcomeOf({ kind: 'busy', cause, retryAt: 9000 }, about)).toMatchObject({ at: 9000, retryAt: 9000, cost: 0 })
    }
  })
  it('does not wait for a day because a site says so', () => {
    const outcome = outcomeOf({ kind: 'busy', retryAt: 90_000_000 }, { attempts: 0, maxAttempts: 5, streak: 0, now: 0, random })
    expect(outcome).toMatchObject({ at: 3_600_000 })
  })

  it('keeps what cannot be written, begins nothing else meanwhile, and goes on when there is room', async () => {
    let isFull = false
    const told: unknown[] = []
    const effects: number[] = []
    const ran: number[] = []
    const worker = createWorker({
      table,
      kinds: new Map([
        [
          'work',
          {
            setSize: 1,
            attempts: 3,
            onFailure: () => {},
            run: async (jobs: Job[]) => {
              ran.push(...jobs.map(job => job.subject))
              isFull = true
              return jobs.map(job => ({ job, type: 'done' as const, effect: () => effects.push(job.subject) }))
            },
          },
        ],
      ]),
      lane: 'site',
      width: () => 1,
      clock,
      random,
      transaction: work => {
        if (isFull) throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })
        work()
      },
      failureOf,
      onUnwritten: error => told.push(error),
    })
    enqueue(1)
    enqueue(2)
    worker.start()
    await clock.advance(10_000)
    expect(ran).toEqual([1])
    expect(effects).toEqual([])
    expect(told.length).toBeGreaterThan(3)
    isFull = false
    await clock.advance(2000)
    isFull = false
    await clock.advance(2000)
    expect(ran).toEqual([1, 2])
    expect(effects).toEqual([1, 2])
    expect(table.counts()).toMatchObject({ ready: 0, leased: 0 })
    await worker.stop()
  })
})
