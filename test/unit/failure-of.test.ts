import { expect, it } from 'vitest'
import { SiteError } from '../../electron/access-control/port.ts'
import { failureOf, jobFailureOf } from '../../electron/app/failure-of.ts'
import { seededRandom } from '../../electron/base/random.ts'
import { outcomeOf } from '../../electron/queue/outcome.ts'

const full = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })

it('a full disk is said to whoever asks, and no guest fails for it: the job waits, and keeps its tries', () => {
  expect(failureOf(full)).toEqual({ kind: 'full', cause: 'disk-full' })
  const about = { attempts: 0, maxAttempts: 1, streak: 0, now: 0, random: seededRandom(1) }
  expect(outcomeOf(jobFailureOf(full), about)).toMatchObject({ type: 'again', cost: 0 })
})

it('what the site said stays what it said, and what nobody foresaw is a bug', () => {
  const refused = new SiteError({ kind: 'photo-refused' })
  expect([failureOf(refused), jobFailureOf(refused)]).toEqual([refused.failure, refused.failure])
  expect(jobFailureOf(new TypeError('x'))).toEqual({ kind: 'bug', cause: 'TypeError' })
})
