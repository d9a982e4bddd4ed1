import { expect, test } from 'vitest'
import { createTally } from '../../electron/outside/tally.ts'
import { openDatabase } from '../../electron/storage/database.ts'
import { createMetricCounts } from '../../electron/storage/metric-counts.ts'

test('jobs by state are counted from indexes alone: the table is never read', () => {
  const db = openDatabase({ file: ':memory:' })
  for (const state of ['ready', 'waiting', 'leased', 'paused', 'dead']) {
    const plan = JSON.stringify(db.prepare(`EXPLAIN QUERY PLAN SELECT count(*) AS n FROM jobs WHERE state = '${state}'`).all())
    expect(plan).toContain('COVERING INDEX')
  }
  expect(createMetricCounts(db).jobs()).toEqual({ ready: 0, waiting: 0, leased: 0, paused: 0, dead: 0 })
  db.close()
})

test('what was counted is added up, whatever the order of its labels', () => {
  const db = openDatabase({ file: ':memory:' })
  const counts = createMetricCounts(db)
  counts.add([{ name: 'a', labels: { x: '1', y: '2' }, value: 2 }])
  counts.add([{ name: 'a', labels: { y: '2', x: '1' }, value: 3 }])
  expect(counts.all()).toEqual([{ name: 'a', labels: { x: '1', y: '2' }, value: 5 }])
  db.close()
})

test('a tally tells once; a path that is not only words is not told', () => {
  const tally = createTally()
  tally.call('person/single/add', 0.2, 'ok', false)
  tally.call('person/90909090/Кузнецова?x=1', 31, 'busy', true)
  const told = tally.drain()
  expect(told).toContainEqual({ name: 'foyer_site_calls_total', labels: { path: 'person/single/add', outcome: 'ok' }, value: 1 })
  expect(told).toContainEqual({ name: 'foyer_site_calls_total', labels: { path: 'other', outcome: 'busy' }, value: 1 })
  expect(told).toContainEqual({ name: 'foyer_slowdowns_total', labels: {}, value: 1 })
  expect(told).toContainEqual({
    name: 'foyer_site_call_duration_seconds_bucket',
    labels: { path: 'other', le: '+Inf' },
    value: 1,
  })
  expect(tally.drain()).toEqual([])
})
