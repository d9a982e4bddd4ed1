import { expect, it } from 'vitest'
import { createGate, type Passing } from '../../electron/access-control/gate.ts'
import type { Failure } from '../../shared/model/failure.ts'

const wrongKey: Failure = { kind: 'credentials', cause: 'keys' }
const gone: Failure = { kind: 'offline', cause: 'connection-refused' }

/** Calls at the site, and a way to end them one by one. */
function calls(gate = createGate()) {
  const atSite: ((how: Passing, failure?: Failure) => void)[] = []
  const failed: Failure[] = []
  const go = () =>
    gate
      .queue()()
      .then(
        passed => void atSite.push((how, failure = { kind: 'bug' }) => passed(how, failure)),
        error => void failed.push(error.failure),
      )
  const end = async (how: Passing, failure?: Failure) => {
    atSite.shift()?.(how, failure)
    await new Promise(resolve => setImmediate(resolve))
  }
  const crowd = async (count: number) => {
    for (let n = 0; n < count; n++) void go()
    await new Promise(resolve => setImmediate(resolve))
  }
  return { gate, atSite, failed, crowd, end }
}

it('lets one call go until the site has answered one, then all', async () => {
  const { atSite, crowd, end } = calls()
  await crowd(8)
  expect(atSite).toHaveLength(1)
  await end('answered')
  expect(atSite).toHaveLength(7)
  await crowd(3)
  expect(atSite).toHaveLength(10)
})

it('after a silence one asks whether anybody is there, and the others hear its answer without asking', async () => {
  const { atSite, failed, crowd, end } = calls()
  await crowd(1)
  await end('answered')
  await crowd(1)
  await end('silent', gone)
  await crowd(20)
  expect(atSite).toHaveLength(1)
  await end('silent', { kind: 'timeout', cause: 'deadline' })
  expect(atSite).toHaveLength(0)
  // Theirs was never sent: nobody need look what became of it.
  expect(new Set(failed.map(failure => failure.kind))).toEqual(new Set(['offline']))
  await crowd(2)
  await end('answered')
  expect(atSite).toHaveLength(1)
})

it('who has waited for a turn since before the silence is not sent either', async () => {
  const { gate, atSite, failed, crowd, end } = calls()
  await crowd(1)
  await end('answered')
  const early = Array.from({ length: 20 }, () => gate.queue())
  await crowd(1)
  await end('silent', gone)
  for (const turn of early) await turn().catch(error => void failed.push(error.failure))
  expect(failed).toHaveLength(20)
  // A probe made for it is.
  await crowd(1)
  expect(atSite).toHaveLength(1)
})

it('shuts for good at the second refusal of the keys in a row', async () => {
  const { gate, atSite, failed, crowd, end } = calls()
  await crowd(5)
  await end('keys', wrongKey)
  expect(atSite).toHaveLength(0)
  expect(failed).toHaveLength(4)
  expect(gate.shut).toBeNull()
  await crowd(5)
  expect(atSite).toHaveLength(1)
  await end('keys', wrongKey)
  expect(gate.shut).toEqual(wrongKey)
  await crowd(100)
  expect(atSite).toHaveLength(0)
  expect(failed.at(-1)).toEqual(wrongKey)
})

it('a refusal between answers is a slip, and what says nothing of the keys does not clear them', async () => {
  const { gate, atSite, crowd, end } = calls()
  for (const how of ['answered', 'keys', 'answered', 'keys', 'unclear'] as const) {
    await crowd(1)
    await end(how, wrongKey)
  }
  expect(gate.shut).toBeNull()
  await crowd(2)
  expect(atSite).toHaveLength(1)
  await end('keys', wrongKey)
  expect(gate.shut).toEqual(wrongKey)
})
