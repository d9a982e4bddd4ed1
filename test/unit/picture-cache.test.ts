import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createPictureCache } from '../../electron/photo/picture-cache.ts'
import { temporaryFolder } from '../support/folders.ts'

function open(capBytes: number, folder = join(temporaryFolder(), 'pictures')) {
  let at = Date.UTC(2030, 2, 15, 9)
  const cache = createPictureCache(
    folder,
    () => capBytes,
    () => {
      at += 1000
      return at
    },
  )
  const kept = () =>
    readdirSync(folder)
      .map(name => Number.parseInt(name, 10))
      .sort((a, b) => a - b)
  return { cache, folder, kept }
}
const jpeg = (bytes: number) => new Uint8Array(bytes)

test('no more than the cap: what was looked at longest ago goes first', async () => {
  const { cache, folder, kept } = open(300)
  for (const id of [1, 2, 3]) await cache.put(id, jpeg(100))
  expect(await cache.get(1)).toHaveLength(100)
  await cache.put(4, jpeg(100))
  expect(kept()).toEqual([1, 3, 4])
  // The same one again takes no more room; one that is larger than all of it is not kept.
  await cache.put(4, jpeg(100))
  await cache.put(5, jpeg(301))
  expect(kept()).toEqual([1, 3, 4])
  expect(await cache.get(2)).toBeNull()
  expect(statSync(folder).mode & 0o077).toBe(0)
  expect(statSync(join(folder, '1.jpg')).mode & 0o077).toBe(0)
})

test('the next console knows what lies there and which is the oldest; drafts of one that was killed go', async () => {
  const { cache, folder } = open(300)
  for (const id of [1, 2, 3]) await cache.put(id, jpeg(100))
  for (const id of [2, 3, 1]) await cache.get(id)
  writeFileSync(join(folder, '9.jpg.tmp'), jpeg(100))
  const next = open(300, folder)
  await next.cache.put(4, jpeg(200))
  expect(next.kept()).toEqual([1, 4])
})

test('what is taken away makes room, and nothing is kept where nothing may be', async () => {
  const { cache, kept } = open(200)
  for (const id of [1, 2]) await cache.put(id, jpeg(100))
  expect(await cache.remove([1, 7])).toBe(1)
  await cache.put(3, jpeg(100))
  expect(kept()).toEqual([2, 3])
  const none = open(0)
  await none.cache.put(1, jpeg(1))
  expect(await none.cache.get(1)).toBeNull()
})
