import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createPassages, KEPT_LIVE } from '../../renderer/stores/passages.ts'
import type { CallName } from '../../shared/contract/calls.ts'
import type { Link } from '../../shared/contract/link.ts'
import type { PassageView } from '../../shared/model/passage.ts'

// The store is written for a browser: a frame is drawn when a test says so.
let frames: (() => void)[] = []
beforeEach(() => {
  vi.useFakeTimers()
  frames = []
  Object.assign(globalThis, {
    window: globalThis,
    requestAnimationFrame: (draw: () => void) => frames.push(draw),
    cancelAnimationFrame: () => {},
  })
})
afterEach(() => {
  vi.useRealTimers()
})
const draw = () => {
  for (const frame of frames.splice(0)) frame()
}

const now = 1_800_000_000_000
const passage = (id: number, more: Partial<PassageView> = {}) =>
  ({
    id,
    at: now + id,
    result: 'granted',
    way: 'in',
    guestName: '',
    name: '',
    company: '',
    doorId: null,
    reader: '',
    code: null,
    guestId: null,
    ...more,
  }) as PassageView

/** A core that has `stored` passages and answers pages of them; it counts what it is asked. */
function corridor(stored: PassageView[]) {
  const asked: { name: string; input: unknown }[] = []
  const listeners = new Map<string, (value: never) => void>()
  const link = {
    async invoke(name: CallName, input: { before: number | null; limit: number; filter: { result: string | null } }) {
      asked.push({ name, input })
      const all = stored
        .filter(one => input.filter.result === null || one.result === input.filter.result)
        .sort((a, b) => b.at - a.at)
      const from = input.before === null ? 0 : all.findIndex(one => one.id === input.before) + 1
      return { ok: true, value: { passages: all.slice(from, from + input.limit), more: all.length > from + input.limit } }
    },
    onPush: (name: string, listener: (value: never) => void) => {
      listeners.set(name, listener)
      return () => {}
    },
    onState: () => () => {},
  } as unknown as Link
  const push = (passages: PassageView[]) => {
    stored.push(...passages.filter(one => !stored.some(known => known.id === one.id)))
    listeners.get('passages')?.(passages as never)
  }
  return { link, push, asked, store: createPassages(link, () => now) }
}
const span = (from: number, until: number, more: Partial<PassageView> = {}) =>
  Array.from({ length: until - from + 1 }, (_, i) => passage(from + i, more))

test('pushes of one frame are one drawing, and the window of rows stays bounded', async () => {
  const { store, push } = corridor([])
  await store.getState().read()
  let drawings = 0
  store.subscribe((state, before) => {
    if (state.rows !== before.rows) drawings++
  })
  for (let i = 0; i < 40; i++) push(span(i * 50 + 1, i * 50 + 50))
  expect(drawings).toBe(0)
  draw()
  expect(drawings).toBe(1)
  const { rows, more, last } = store.getState()
  expect(rows).toHaveLength(KEPT_LIVE)
  expect(rows?.[0]?.id).toBe(2000)
  expect(last?.id).toBe(2000)
  expect(more).toBe(true)
})

test('a page in the background draws no frame, and still takes what comes', async () => {
  const { store, push } = corridor([])
  await store.getState().read()
  push([passage(1)])
  vi.advanceTimersByTime(500)
  expect(store.getState().rows).toHaveLength(1)
})

test('older pages join on, each row once, until there are no more', async () => {
  const { store } = corridor(span(1, 250))
  await store.getState().read()
  await store.getState().readOlder()
  await store.getState().readOlder()
  await store.getState().readOlder()
  const { rows, more } = store.getState()
  expect(rows?.map(row => row.id)).toEqual(Array.from({ length: 250 }, (_, i) => 250 - i))
  expect(more).toBe(false)
})

test('whoever reads farther down is not pushed about: what comes is counted, and there when they return', async () => {
  const { store, push } = corridor(span(1, 20))
  await store.getState().read()
  store.getState().follow(false)
  push(span(21, 25))
  draw()
  expect(store.getState()).toMatchObject({ unseen: 5, following: false })
  expect(store.getState().rows?.[0]?.id).toBe(20)
  // Told again is not one more.
  push([passage(25, { effects: ['checked-in'] }), passage(26)])
  draw()
  expect(store.getState().unseen).toBe(6)
  store.getState().follow(true)
  expect(store.getState().rows?.[0]?.id).toBe(26)
  expect(store.getState().rows?.[1]?.effects).toEqual(['checked-in'])
  expect(store.getState().unseen).toBe(0)
})

test('what came meanwhile and is too much to hold is counted whole, and read when somebody returns', async () => {
  const { store, push, asked } = corridor(span(1, 20))
  await store.getState().read()
  store.getState().follow(false)
  for (let i = 0; i < 6; i++) push(span(i * 150 + 21, i * 150 + 170))
  draw()
  expect(store.getState().unseen).toBe(900)
  store.getState().follow(true)
  await vi.advanceTimersByTimeAsync(0)
  expect(asked).toHaveLength(2)
  expect(store.getState().rows?.[0]?.id).toBe(920)
})

test('told again is drawn anew and rings nobody', async () => {
  const { store, push } = corridor([])
  await store.getState().read()
  const heard: number[] = []
  store.getState().onHeard(news => heard.push(...news.map(one => one.id)))
  push([passage(1), passage(2)])
  push([passage(2, { effects: ['checked-in'] })])
  draw()
  expect(heard).toEqual([1, 2])
  expect(store.getState().rows?.[0]?.effects).toEqual(['checked-in'])
})

test('a filter asks the core, and what comes later is filtered here; the pins and the last one are not', async () => {
  const { store, push, asked } = corridor([passage(1), passage(2, { result: 'denied' })])
  await store.getState().read()
  store.getState().narrow({ result: 'denied' })
  await vi.advanceTimersByTimeAsync(0)
  expect(store.getState().rows?.map(row => row.id)).toEqual([2])
  expect(asked).toHaveLength(2)
  push([passage(3), passage(4, { result: 'denied', at: now })])
  draw()
  expect(
    store
      .getState()
      .rows?.map(row => row.id)
      .sort(),
  ).toEqual([2, 4])
  expect(store.getState().pins.map(pin => pin.passage.id)).toEqual([4])
  expect(store.getState().last?.id).toBe(3)
})

test('a burst too large for one push is read from the table, once', async () => {
  const { store, push, asked } = corridor([])
  await store.getState().read()
  for (let i = 0; i < 5; i++) push(span(i * 200 + 1, i * 200 + 200))
  draw()
  expect(asked).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1_500)
  expect(asked).toHaveLength(2)
})

test('a denial is pinned for its minute, also where nothing happens after it', () => {
  const { store, push } = corridor([])
  push([passage(1, { result: 'denied' })])
  expect(store.getState().pins).toHaveLength(1)
  vi.advanceTimersByTime(59_000)
  expect(store.getState().pins).toHaveLength(1)
  vi.advanceTimersByTime(2_000)
  expect(store.getState().pins).toHaveLength(0)
})
