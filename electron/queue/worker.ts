import type { Failure } from '../../shared/model/failure.ts'
import type { Instant } from '../../shared/model/time.ts'
import type { Clock, Timer } from '../base/clock.ts'
import type { Random } from '../base/random.ts'
import type { Job } from './job.ts'
import type { JobTable } from './job-table.ts'
import { createLane, type Lane } from './lane.ts'
import { type Outcome, outcomeOf, probeAt, untilSomebodyActs } from './outcome.ts'
import { createPatientWriter } from './patient-writer.ts'

/** How one run of one job ended. Effects run in the transaction that finishes the job, and only if the lease is still ours. */
export type Ending =
  | { job: Job; type: 'done'; effect?: () => void }
  | { job: Job; type: 'failed'; failure: Failure; checkpoint?: unknown }
  /** Not a failure: ask again at `at` with what was learned. */
  | { job: Job; type: 'later'; at: Instant; checkpoint: unknown; effect?: () => void }

export interface JobKind {
  /** The most jobs of one set that one run takes. */
  setSize: number
  /** Tries before a job that keeps spending them is given up. */
  attempts: number
  /** Does the work. One ending for each job; whatever it throws counts as a failure of all. */
  run(jobs: Job[], signal: AbortSignal): Promise<Ending[]>
  /** Writes what a failure means for the subject; in the same transaction as the job's new state. */
  onFailure(job: Job, failure: Failure, outcome: Outcome): void
}

export interface WorkerOptions {
  table: JobTable
  kinds: ReadonlyMap<string, JobKind>
  lane: string
  /** Runs at once; asked before each claim, since a setting may change it. */
  width: () => number
  clock: Clock
  random: Random
  transaction: (work: () => void) => void
  failureOf: (error: unknown) => Failure
  /** Why nothing at all may be sent until somebody acts; null: it may. */
  stopped?: () => Failure | null
  /** What a run met on its way: null for an answer, else the first failure. */
  onEnding?: (failure: Failure | null) => void
  /** After each commit. */
  onChange?: () => void
  onLost?: (job: Job) => void
  /** Something cannot be written; it is kept, and tried again until it can. */
  onUnwritten?: (error: unknown) => void
}

export interface Worker {
  /** Something was enqueued. */
  wake(): void
  /** Somebody acted, or the site was seen again: what waits out a failure goes at once, one alone first. */
  resume(): void
  start(): void
  /** Runs under way are aborted and awaited; their jobs go back, to be looked up first. */
  stop(): Promise<void>
  readonly busy: number
  /** Ends of runs since the start. */
  readonly totals: { done: number; failed: number }
  lane(): Pick<Lane, 'heldUntil' | 'streak'>
}

/** Walk-ins (ranks below 5) find two more places than lists do, so that a full house of list jobs never makes a person wait. */
const RESERVED = 2
const DESK_RANK = 4

/**
 * Runs the jobs of one lane, as many at once as `width` allows. It knows ranks, sets and holds, and nothing of what a job is about.
 */
export function createWorker(options: WorkerOptions): Worker {
  const { table, kinds, clock, random } = options
  const lane = createLane()
  const runs = new Set<Promise<void>>()
  const totals = { done: 0, failed: 0 }
  let abort = new AbortController()
  let running = false
  let timer: { at: number; handle: Timer } | null = null
  const writer = createPatientWriter({
    transaction: options.transaction,
    now: clock.now,
    onUnwritten: options.onUnwritten,
    onWritten: options.onChange,
  })

  function wakeAt(at: Instant): void {
    if (timer && timer.at <= at) return
    if (timer) clock.clearTimeout(timer.handle)
    const handle = clock.setTimeout(
      () => {
        timer = null
        pump()
      },
      Math.max(1, at - clock.now()),
    )
    timer = { at, handle }
  }

  function pump(): void {
    if (!running) return
    // Nothing else is begun before what the site has answered is noted.
    const settled = writer.settled(clock.now())
    if (settled !== true) wakeAt(settled)
    else if (!writer.attempt(claim)) pump()
  }

  function claim(): void {
    const nextDue = table.releaseDue()
    if (nextDue !== null) wakeAt(nextDue)
    const stopped = options.stopped?.() ?? null
    if (stopped) {
      holdDesk(stopped)
      return
    }
    for (;;) {
      const now = clock.now()
      const places = lane.places(now, options.width(), runs.size)
      if (places === 'held') {
        wakeAt(lane.heldUntil)
        return
      }
      const maxRank = places > 0 ? Number.MAX_SAFE_INTEGER : DESK_RANK
      if (places + RESERVED <= 0 || (lane.probing && runs.size > 0)) return
      const jobs = table.claim(options.lane, maxRank, kind => kinds.get(kind)?.setSize ?? 1)
      if (jobs.length === 0) return
      const run: Promise<void> = runSet(jobs).finally(() => {
        runs.delete(run)
        pump()
      })
      runs.add(run)
    }
  }

  /** While nothing may be sent: the person at the desk is told at once, each of a list when its turn would have come. */
  function holdDesk(failure: Failure): void {
    for (;;) {
      const jobs = table.claim(options.lane, DESK_RANK, () => 1)
      if (jobs.length === 0) return
      const outcome = untilSomebodyActs(clock.now())
      writer.write(() => {
        for (const job of jobs) retry(kinds.get(job.kind), job, failure, outcome, job.checkpoint)
      })
      options.onChange?.()
    }
  }

  async function runSet(jobs: Job[]): Promise<void> {
    const kind = kinds.get(jobs[0]?.kind ?? '')
    let endings: Ending[]
    try {
      if (!kind) throw new Error(`no such kind of job: ${jobs[0]?.kind}`)
      endings = await kind.run(jobs, abort.signal)
    } catch (error) {
      const failure = options.failureOf(error)
      endings = jobs.map(job => ({ job, type: 'failed' as const, failure, checkpoint: job.checkpoint }))
    }
    // Stopped in the middle: say nothing. The next owner finds the lease, gives it back and looks before it repeats.
    if (abort.signal.aborted) return
    const together = togetherAgain(endings, { now: clock.now(), random })
    writer.write(() => {
      for (const ending of together.endings) settle(kind, ending, together.at)
    })
    lane.settle(endings, clock.now())
    const failed = endings.find(ending => ending.type === 'failed')
    options.onEnding?.(failed?.failure ?? null)
    options.onChange?.()
  }

  function settle(kind: JobKind | undefined, ending: Ending, at: { now: Instant; random: Random }): void {
    const { job } = ending
    let ours: boolean
    if (ending.type === 'done') {
      ours = table.finish(job)
      if (ours) {
        ending.effect?.()
        totals.done++
      }
    } else if (ending.type === 'later') {
      ours = table.retry(job, ending.at, 0, ending.checkpoint, null)
      if (ours) ending.effect?.()
    } else {
      const outcome = outcomeOf(ending.failure, {
        attempts: job.attempts,
        maxAttempts: kind?.attempts ?? 1,
        streak: lane.streak,
        ...at,
      })
      ours = retry(kind, job, ending.failure, outcome, ending.checkpoint)
      if (ours && outcome.type === 'dead') totals.failed++
      if (outcome.type === 'again' && outcome.holdLane) lane.hold(outcome.at)
      else if (lane.isBreaking(ending.failure)) lane.hold(probeAt({ streak: lane.streak, now: clock.now(), random }))
    }
    if (!ours) options.onLost?.(job)
  }

  /** False when the job is no longer ours. */
  function retry(kind: JobKind | undefined, job: Job, failure: Failure, outcome: Outcome, checkpoint: unknown): boolean {
    const ours =
      outcome.type === 'dead' ? table.bury(job, failure) : table.retry(job, outcome.at, outcome.cost, checkpoint, failure)
    if (ours) kind?.onFailure(job, failure, outcome)
    return ours
  }

  return {
    wake: () => pump(),
    resume() {
      lane.lift()
      writer.attempt(() => table.hasten(options.lane))
      pump()
    },
    start() {
      running = true
      abort = new AbortController()
      pump()
    },
    async stop() {
      running = false
      if (timer) clock.clearTimeout(timer.handle)
      timer = null
      abort.abort(new Error('stopping'))
      await Promise.allSettled([...runs])
      writer.flush()
    },
    get busy() {
      return runs.size
    },
    totals,
    lane: () => lane,
  }
}

/** Times of one set so close together, in milliseconds, were meant to be one: they differ by what it took to work them out. */
const SAME_TIME_MS = 50

/**
 * What was a set stays one: its jobs come back at the same moment, by one clock and one draw of chance. Else a set of a hundred that was refused once would go again as a
 * hundred calls.
 */
function togetherAgain(endings: readonly Ending[], { now, random }: { now: Instant; random: Random }) {
  const drawn = random.next()
  const latest = Math.max(...endings.map(ending => (ending.type === 'later' ? ending.at : 0)))
  return {
    at: { now, random: { ...random, next: () => drawn } },
    endings: endings.map(ending =>
      ending.type === 'later' && ending.at >= latest - SAME_TIME_MS ? { ...ending, at: latest } : ending,
    ),
  }
}
