import { request } from 'node:https'
import { performance } from 'node:perf_hooks'
import { describe, expect, it } from 'vitest'
import { Traffic } from '../../electron/simulator/traffic.ts'
import { type Bench, HandClock, open, PERSON, signedHeaders, until } from './simulator-client.ts'

const ADD = 'resource/v1/person/single/add'
const VERSION = 'common/v1/version'

const withFault = (fault: object, more: object = {}) =>
  open({ script: { faults: [{ path: 'single/add', times: 1, ...fault }] }, ...more })
const persons = (site: Bench) => site.sim.document().persons.length

describe('the rate', () => {
  it('is a sliding second at arrival: what is over it answers 429, what slid out makes room', async () => {
    const clock = new HandClock()
    const site = await open({ clock, rate: 3 })
    const statuses = async (n: number) => {
      const heard = []
      for (let i = 0; i < n; i++) heard.push((await site.call(VERSION)).status)
      return heard
    }
    expect(await statuses(2)).toEqual([200, 200])
    clock.advance(600)
    expect(await statuses(3)).toEqual([200, 429, 429])
    clock.advance(399)
    expect(await statuses(1)).toEqual([429])
    clock.advance(1)
    expect(await statuses(3)).toEqual([200, 200, 429])
    const { calls } = site.sim.document()
    expect(calls).toMatchObject({ total: 5, refused: 4, byPath: { [VERSION]: 5 } })
    expect(calls.maxPerSecond).toBe(7)
    await site.close()
  })
  it('may fall while it runs, and say nothing of when to come again', async () => {
    const clock = new HandClock()
    const site = await open({ clock, rate: 3, rateSteps: [{ afterMs: 5000, rate: 1 }], retryAfter: null })
    const statuses = async () => {
      const heard = []
      for (let i = 0; i < 4; i++) heard.push(await site.call(VERSION))
      expect(heard.at(-1)?.headers).not.toHaveProperty('retry-after')
      return heard.map(reply => reply.status)
    }
    expect(await statuses()).toEqual([200, 200, 200, 429])
    clock.advance(4999)
    expect(await statuses()).toEqual([200, 200, 200, 429])
    clock.advance(1000)
    expect(await statuses()).toEqual([200, 429, 429, 429])
    await site.close()
  })
  it('refused calls do not read on: nothing happened', async () => {
    const site = await open({ rate: 1 })
    await site.call(VERSION)
    const heard = await site.call(ADD, PERSON)
    expect(heard).toMatchObject({ status: 429, headers: { 'retry-after': '1', 'content-type': 'text/html' } })
    expect(persons(site)).toBe(0)
    await site.close()
  })
  it('counts the fullest second, wherever it lies', () => {
    const traffic = new Traffic(1000)
    for (const at of [0, 500, 999.5, 1000, 1000.25, 1499]) traffic.arrive(at)
    expect(traffic.calls().maxPerSecond).toBe(5)
  })
})

describe('faults', () => {
  it('429, with its wait, counts as refused', async () => {
    const site = await withFault({ kind: '429', retryAfter: 7 })
    expect(await site.call(ADD, PERSON)).toMatchObject({ status: 429, headers: { 'retry-after': '7' } })
    expect(site.sim.document()).toMatchObject({ persons: [], calls: { total: 0, refused: 1 } })
    expect(await site.code(ADD, PERSON)).toBe('0')
    await site.close()
  })
  it('quota is an envelope', async () => {
    const site = await withFault({ kind: 'quota' })
    expect(await site.call(ADD, PERSON)).toMatchObject({ status: 200, json: { code: '0x02401009' } })
    expect(persons(site)).toBe(0)
    await site.close()
  })
  it('5xx and html are pages of nginx', async () => {
    const broken = await withFault({ kind: '5xx' })
    expect(await broken.call(ADD, PERSON)).toMatchObject({
      status: 503,
      json: undefined,
      headers: { 'content-type': 'text/html' },
    })
    const page = await withFault({ kind: 'html' })
    expect(await page.call(ADD, PERSON)).toMatchObject({ status: 200, json: undefined, headers: { 'content-type': 'text/html' } })
    expect(persons(broken) + persons(page)).toBe(0)
    await Promise.all([broken.close(), page.close()])
  })
  it('clock is a signature refusal that speaks of the timestamp', async () => {
    const site = await withFault({ kind: 'clock' })
    const { json } = await site.call(ADD, PERSON)
    expect(json.code).toBe('0x02401003')
    expect(json.msg).toMatch(/^api AK\/SK signature authentication failed,.*Timestamp.*appKey:/)
    await site.close()
  })
  it('drop hangs up: without effect, or with it when the script says so', async () => {
    for (const effect of [false, true]) {
      const site = await withFault({ kind: 'drop', effect })
      await expect(site.call(ADD, PERSON)).rejects.toThrow()
      expect(persons(site)).toBe(effect ? 1 : 0)
      expect(site.sim.document().calls.total).toBe(0)
      await site.close()
    }
  })
  it('hang takes effect and never answers', async () => {
    const site = await withFault({ kind: 'hang' })
    const call = site.call(ADD, { ...PERSON, personCode: 'H1' }).then(
      () => 'answered',
      () => 'hung up',
    )
    await until(
      async () => persons(site),
      count => count === 1,
    )
    expect(await site.code(ADD, { ...PERSON, personCode: 'H1' })).toBe('131')
    await site.close()
    expect(await call).toBe('hung up')
  })
  it('truncated takes effect, promises a whole body and sends half', async () => {
    const site = await withFault({ kind: 'truncated' })
    await expect(site.call(ADD, PERSON)).rejects.toThrow('aborted')
    expect(persons(site)).toBe(1)
    await site.close()
  })
  it('drip sends a byte a second', async () => {
    const clock = new HandClock()
    const site = await withFault({ kind: 'drip' }, { clock })
    let answered = false
    const call = site.call(ADD, PERSON).then(heard => {
      answered = true
      return heard
    })
    await until(
      async () => persons(site),
      count => count === 1,
    )
    clock.advance(10_000)
    await site.call(VERSION)
    expect(answered).toBe(false)
    clock.advance(100_000)
    expect((await call).json.code).toBe('0')
    await site.close()
  })
  it('begin after `after` calls, last `times` calls, and fit the end of the path only', async () => {
    const faults = [
      { path: 'v1/version', after: 1, times: 2, kind: '5xx' },
      { path: 'version', after: 3, times: 1, kind: 'html' },
      { path: 'v1', kind: '5xx' },
    ]
    const site = await open({ script: { faults } })
    const heard = []
    for (let i = 0; i < 5; i++) heard.push(await site.call(VERSION))
    expect(heard.map(one => one.status)).toEqual([200, 503, 503, 200, 200])
    expect(heard.map(one => one.json?.code)).toEqual(['0', undefined, undefined, undefined, '0'])
    await site.close()
  })
})

describe('latency', () => {
  it('delays every answer, side by side', async () => {
    const site = await open({ latencyMs: 50 })
    const started = performance.now()
    await Promise.all(Array.from({ length: 10 }, () => site.call(VERSION)))
    expect(performance.now() - started).toBeGreaterThanOrEqual(48)
    await site.close()
  })
  it('the effect comes with the answer, also when the client has gone meanwhile', async () => {
    const clock = new HandClock()
    const site = await open({ clock, latencyMs: 100 })
    const target = `/artemis/api/${ADD}`
    const headers = signedHeaders(site.sim, target)
    const call = request(site.sim.url + target, { method: 'POST', headers, agent: false, rejectUnauthorized: false })
    call.on('error', () => {})
    call.end(JSON.stringify(PERSON))
    await until(
      async () => site.sim.document().calls.maxPerSecond,
      arrivals => arrivals === 1,
    )
    // The body is read on the next turns of the loop; the timer of the latency shows that it was.
    await until(
      async () => clock.pending,
      count => count === 1,
    )
    expect(persons(site)).toBe(0)
    call.destroy()
    clock.advance(100)
    await until(
      async () => persons(site),
      count => count === 1,
    )
    expect(site.sim.document().calls.total).toBe(1)
    await site.close()
  })
})

it('sustains hundreds of calls a second', async () => {
  const site = await open()
  const started = performance.now()
  await Promise.all(Array.from({ length: 600 }, (_, i) => site.person({ personCode: `P${i}` })))
  expect(600 / ((performance.now() - started) / 1000)).toBeGreaterThan(200)
  expect(persons(site)).toBe(600)
  await site.close()
})
