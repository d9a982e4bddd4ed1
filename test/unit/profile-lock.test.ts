import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { tryOwn } from '../../electron/storage/profile-lock.ts'
import { temporaryFolder } from '../support/folders.ts'

const nativeBinding = process.env.FOYER_SQLITE_BINDING

/** Another process that owns `profileDir` and lives until it is killed. */
async function ownElsewhere(profileDir: string) {
  const lock = new URL('../../electron/storage/profile-lock.ts', import.meta.url).href
  const script = `
    import { tryOwn } from ${JSON.stringify(lock)}
    const owned = tryOwn(${JSON.stringify(profileDir)}, ${JSON.stringify({ nativeBinding })})
    process.stdout.write(owned ? 'owned' : 'refused')
    process.stdin.resume()`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [said] = await once(child.stdout, 'data')
  return { said: String(said), child }
}

test('one owner at a time, in one process as in two', async () => {
  const profile = temporaryFolder()
  const lock = tryOwn(profile, { nativeBinding })
  expect(lock).not.toBeNull()
  expect(tryOwn(profile, { nativeBinding })).toBeNull()
  expect((await ownElsewhere(profile)).said).toBe('refused')
  lock?.release()
  const again = tryOwn(profile, { nativeBinding })
  expect(again).not.toBeNull()
  again?.release()
})

test('kill -9 frees the profile at once, and leaves nothing behind', async () => {
  const profile = temporaryFolder()
  const { said, child } = await ownElsewhere(profile)
  expect(said).toBe('owned')
  expect(tryOwn(profile, { nativeBinding })).toBeNull()
  child.kill('SIGKILL')
  await once(child, 'exit')
  const lock = tryOwn(profile, { nativeBinding })
  expect(lock).not.toBeNull()
  expect(readdirSync(profile)).toEqual(['owner.lock'])
  lock?.release()
})

test('a profile that is not there yet is made', () => {
  const profile = join(temporaryFolder(), 'new', 'profile')
  const lock = tryOwn(profile, { nativeBinding })
  expect(existsSync(profile)).toBe(true)
  lock?.release()
})
