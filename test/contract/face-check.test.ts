import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { systemClock } from '../../electron/base/clock.ts'
import { seededRandom } from '../../electron/base/random.ts'
import { createFaceCheck, FaceCheckError } from '../../electron/photo/face-check.ts'
import { createPhotoFolder } from '../../electron/photo/photo-folder.ts'
import type { PhotoId } from '../../shared/model/ids.ts'

const folders: string[] = []
const folder = async () => {
  const made = await mkdtemp(join(tmpdir(), 'foyer-photo-'))
  folders.push(made)
  return made
}
afterAll(() => Promise.all(folders.map(made => rm(made, { recursive: true, force: true }))))

/** A worker that breaks in the way named, so that the thread's keeper is tested and not the model. */
async function brokenWorker(body: string): Promise<URL> {
  const file = join(await folder(), 'worker.mjs')
  await writeFile(
    file,
    `import { parentPort } from 'node:worker_threads'\nlet n = 0\nparentPort.on('message', ({ id, pixels }) => { n++; ${body} })\n`,
  )
  return pathToFileURL(file)
}
const empty = (width = 4) => ({ data: new Uint8Array(width * 4 * 3), width, height: 4, channels: 3 as const })
const reasonOf = (work: Promise<unknown>) =>
  work.then(
    () => 'fine',
    error => (error instanceof FaceCheckError ? error.reason : error),
  )
const answer = 'parentPort.postMessage({ id, measures: { width: pixels.width, height: 4, faces: 0, face: null } })'

test('pictures wait for each other, and each gets its own answer', async () => {
  const check = createFaceCheck({ clock: systemClock, workerUrl: await brokenWorker(answer) })
  const found = await Promise.all([1, 2, 3, 4].map(width => check.check(empty(width))))
  expect(found.map(m => m.width)).toEqual([1, 2, 3, 4])
  await check.close()
})

test('a thread that dies fails one picture, and the next one gets a new thread', async () => {
  const check = createFaceCheck({
    clock: systemClock,
    workerUrl: await brokenWorker(`if (pixels.width === 13) process.exit(3); ${answer}`),
  })
  const all = await Promise.all([1, 13, 2].map(width => reasonOf(check.check(empty(width)))))
  expect(all).toEqual(['fine', 'crashed', 'fine'])
  await check.close()
})

test('a picture that takes too long is given up, and the next one gets a new thread', async () => {
  const check = createFaceCheck({
    clock: systemClock,
    deadlineMs: 400,
    workerUrl: await brokenWorker(`if (pixels.width !== 13) ${answer}`),
  })
  const all = await Promise.all([13, 2].map(width => reasonOf(check.check(empty(width)))))
  expect(all).toEqual(['deadline', 'fine'])
  await check.close()
})

test('who no longer waits is not answered, and who closed is told so', async () => {
  const check = createFaceCheck({ clock: systemClock, workerUrl: await brokenWorker(`if (pixels.width !== 13) ${answer}`) })
  const stuck = reasonOf(check.check(empty(13)))
  const leaving = new AbortController()
  const left = reasonOf(check.check(empty(1), leaving.signal))
  leaving.abort('gone')
  expect(await left).toBe('gone')
  const waiting = reasonOf(check.check(empty(2)))
  await check.close()
  expect([await stuck, await waiting, await reasonOf(check.check(empty(3)))]).toEqual(['closed', 'closed', 'closed'])
})

test('the caller keeps the picture', async () => {
  const check = createFaceCheck({ clock: systemClock, workerUrl: await brokenWorker(answer) })
  const picture = empty()
  await check.check(picture)
  expect(picture.data.byteLength).toBe(48)
  await check.close()
})

test('the photo folder keeps faces for the owner only, under names of its own', async () => {
  const home = join(await folder(), 'photos')
  const photos = createPhotoFolder(home, seededRandom(1))
  expect(await photos.list()).toEqual([])
  const jpeg = Uint8Array.of(0xff, 0xd8, 1, 2, 3, 0xff, 0xd9)
  const [first, second] = await Promise.all([photos.save(jpeg), photos.save(jpeg)])
  expect(first).toMatch(/^[0-9a-f]{32}$/)
  expect(first).not.toBe(second)
  expect(await photos.read(first)).toEqual(jpeg)
  if (process.platform !== 'win32') {
    expect((await stat(home)).mode & 0o777).toBe(0o700)
    expect((await stat(join(home, `${first}.jpg`))).mode & 0o777).toBe(0o600)
  }
  expect((await photos.list()).toSorted()).toEqual([first, second].toSorted())
  expect(await readdir(home)).toHaveLength(2)
  await photos.remove(first)
  await photos.remove(first)
  expect([await photos.exists(first), await photos.exists(second)]).toEqual([false, true])
  await expect(photos.read(first)).rejects.toMatchObject({ code: 'ENOENT' })
})

test.each(['../../etc/passwd', '', 'A'.repeat(32), `${'a'.repeat(32)}/..`])(
  'no name leads out of the folder (%j)',
  async name => {
    const photos = createPhotoFolder(await folder(), seededRandom(1))
    await expect(async () => photos.read(name as PhotoId)).rejects.toThrow()
  },
)
