import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { seededRandom } from '../../electron/base/random.ts'
import { createJobTable, type JobTable, type NewJob } from '../../electron/queue/job-table.ts'
import { type Database, openDatabase } from '../../electron/storage/database.ts'
import { type FakeClock, fakeClock } from '../support/fake-clock.ts'

let db: Database
let clock: FakeClock
let table: JobTable
const one = () => 1
const job = (subject: number, more: Partial<NewJob> = {}): NewJob => ({
  kind: 'admit',
  key: `admit ${subject}`,
  lane: 'site',
  rank: 20,
  subject,
  ...more,
})

beforeEach(() => {
  db = openDatabase({ file: ':memory:' })
  clock = fakeClock()
  table = createJobTable(db, clock, seededRandom(1))
})

describe('the job table', () => {
  it('hands out each job once, the lowest rank first, then the oldest', () => {
    table.enqueue(job(1))
    table.enqueue(job(2))
    table.enqueue(job(3, { rank: 1 }))
    const order = [0, 1, 2, 3].map(() => table.claim('site', 99, one)[0]?.subject)
    expect(order).toEqual([3, 1, 2, undefined])
  })

  it('lets only one living job carry a key, and a new one after it died', () => {
    expect(table.enqueue(job(1))).toBe(true)
    expect(table.enqueue(job(1))).toBe(false)
    const [taken] = table.claim('site', 99, one)
    table.bury(taken!, { kind: 'invalid' })
    expect(table.enqueue(job(1))).toBe(true)
  })

  it('puts a whole list in at once, row for row what one by one puts in, and joins whoever is there already', () => {
    const rows = () => db.prepare('SELECT * FROM jobs ORDER BY subject').all()
    for (const n of [1, 2, 3]) table.enqueue(job(n, { batch: 7 }))
    const one = rows()
    db.exec('DELETE FROM jobs')
    table.enqueueEach({ kind: 'admit', lane: 'site', rank: 20, batch: 7 }, [1, 2, 3])
    expect(rows()).toEqual(one)
    table.enqueueEach({ kind: 'admit', lane: 'site', rank: 20, batch: 7 }, [3, 4])
    expect(table.counts()).toMatchObject({ ready: 4 })
  })

  it('takes a set under one lease, up to its limit, and leaves other sets alone', () => {
    for (const n of [1, 2, 3, 4]) table.enqueue(job(n, { kind: 'grant', key: `grant ${n}`, setKey: n === 3 ? 'b' : 'a' }))
    const set = table.claim('site', 99, () => 2)
    expect(set.map(j => j.subject)).toEqual([1, 2])
    expect(new Set(set.map(j => j.lease)).size).toBe(1)
    expect(table.claim('site', 99, () => 9).map(j => j.subject)).toEqual([3])
  })

  it('refuses to finish, retry or bury under a lease that is no longer ours', () => {
    table.enqueue(job(1))
    const [old] = table.claim('site', 99, one)
    expect(table.giveBackLeases()).toBe(1)
    const [fresh] = table.claim('site', 99, one)
    expect(fresh?.recovered).toBe(1)
    expect(table.finish(old!)).toBe(false)
    expect(table.retry(old!, clock.now(), 1, null, null)).toBe(false)
    expect(table.bury(old!, { kind: 'bug' })).toBe(false)
    expect(table.finish(fresh!)).toBe(true)
  })

  it('keeps what is not due out of the way, and says when it will be', async () => {
    table.enqueue(job(1, { dueAt: clock.now() + 5000 }))
    table.enqueue(job(2))
    expect(table.claim('site', 99, one)[0]?.subject).toBe(2)
    expect(table.claim('site', 99, one)).toEqual([])
    expect(table.releaseDue()).toBe(clock.now() + 5000)
    await clock.advance(5000)
    expect(table.releaseDue()).toBeNull()
    expect(table.claim('site', 99, one)[0]?.subject).toBe(1)
  })

  it('pauses and resumes a batch without losing its waits', async () => {
    table.enqueue(job(1, { batch: 7 }))
    table.enqueue(job(2, { batch: 7, dueAt: clock.now() + 1000 }))
    table.enqueue(job(3))
    expect(table.pause(7)).toBe(2)
    expect(table.claim('site', 99, one)[0]?.subject).toBe(3)
    expect(table.claim('site', 99, one)).toEqual([])
    table.resume(7)
    expect(table.claim('site', 99, one)[0]?.subject).toBe(1)
    expect(table.claim('site', 99, one)).toEqual([])
    await clock.advance(1000)
    table.releaseDue()
    expect(table.claim('site', 99, one)[0]?.subject).toBe(2)
  })

  it('lets a gathering set go, but not a job that waits out a failure', () => {
    const later = clock.now() + 60_000
    table.enqueue(job(1, { kind: 'grant', key: 'grant 1', setKey: 'a', batch: 7 }))
    const [failed] = table.claim('site', 99, one)
    table.retry(failed!, later, 1, null, { kind: 'timeout' })
    table.enqueue(job(2, { kind: 'grant', key: 'grant 2', setKey: 'a', batch: 7, dueAt: later }))
    table.releaseBatch(7, 'grant')
    expect(table.claim('site', 99, () => 9).map(j => j.subject)).toEqual([2])
  })

  it('loses and doubles nothing, whatever is done to it', () => {
    const step = fc.oneof(
      fc.record({
        do: fc.constant('enqueue' as const),
        subject: fc.integer({ min: 1, max: 30 }),
        rank: fc.integer({ min: 0, max: 3 }),
      }),
      fc.record({ do: fc.constantFrom('claim', 'finish', 'retry', 'die', 'crash', 'pause', 'resume') }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), steps => {
        const fresh = openDatabase({ file: ':memory:' })
        const jobs = createJobTable(fresh, clock, seededRandom(2))
        const living = new Set<number>()
        let held: ReturnType<JobTable['claim']> = []
        for (const s of steps) {
          if (s.do === 'enqueue' && 'subject' in s) {
            expect(jobs.enqueue(job(s.subject, { rank: s.rank, batch: 1 }))).toBe(!living.has(s.subject))
            living.add(s.subject)
          } else if (s.do === 'claim') held.push(...jobs.claim('site', 99, one))
          else if (s.do === 'finish') for (const j of held.splice(0, 1)) if (jobs.finish(j)) living.delete(j.subject)
          if (s.do === 'retry') for (const j of held.splice(0, 1)) jobs.retry(j, clock.now(), 1, null, null)
          if (s.do === 'die') for (const j of held.splice(0, 1)) if (jobs.bury(j, { kind: 'invalid' })) living.delete(j.subject)
          if (s.do === 'pause') jobs.pause(1)
          if (s.do === 'resume') jobs.resume(1)
          if (s.do === 'crash') {
            jobs.giveBackLeases()
            held = []
          }
          expect(new Set(held.map(j => j.id)).size).toBe(held.length)
          const counts = jobs.counts()
          expect(counts.ready + counts.waiting + counts.leased + counts.paused).toBe(living.size)
        }
        fresh.close()
      }),
      { numRuns: 60 },
    )
  })
})
