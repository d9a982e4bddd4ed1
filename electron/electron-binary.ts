import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { systemClock } from './base/clock.ts'
import type { Environment } from './base/profile.ts'

const packages = resolve(import.meta.dirname, '../node_modules')
const memory = join(packages, '.cache/foyer/electron-download.json')

/** The first start must be ready within a minute; a build runs beside the download. */
const DOWNLOAD_CAP_MS = 40_000
/** A failed download is not tried again for a week. */
const MEMORY_MS = 7 * 24 * 60 * 60_000

export type Found = { path: string; why?: undefined } | { path: null; why: string }

/** Electron's executable where it is there already: a folder named by the environment, else what npm's package downloaded. */
export function findElectron(environment: Environment): string | null {
  const inside = read(join(packages, 'electron/path.txt'))
  const dist = environment.electronDist ?? join(packages, 'electron/dist')
  const name = inside ?? (process.platform === 'win32' ? 'electron.exe' : 'electron')
  const path = join(dist, name)
  return existsSync(path) ? path : null
}

/** The executable that was found, or the outcome of the one download that is tried; a failed one is remembered beside the packages. */
export async function waitForElectron(found: string | null): Promise<Found> {
  if (found) return { path: found }
  const advice = '`npx install-electron` fetches it'
  const failedAt = Number(read(memory) ?? 0)
  if (systemClock.now() - failedAt < MEMORY_MS) return { path: null, why: `Electron could not be downloaded lately; ${advice}` }
  console.log(`Fetching Electron, for at most ${DOWNLOAD_CAP_MS / 1000} s`)
  if (await download()) {
    const path = join(packages, 'electron/dist', read(join(packages, 'electron/path.txt')) ?? 'electron')
    if (existsSync(path)) return { path }
  }
  remember()
  return { path: null, why: `Electron could not be downloaded; ${advice}` }
}

/** Where the packages belong to somebody else nothing can be remembered: the next start tries again, within the same cap. */
function remember(): void {
  try {
    mkdirSync(dirname(memory), { recursive: true })
    writeFileSync(memory, String(systemClock.now()))
  } catch {}
}

function download(): Promise<boolean> {
  return new Promise(done => {
    const child = spawn(process.execPath, [join(packages, 'electron/install.js')], { stdio: 'ignore', timeout: DOWNLOAD_CAP_MS })
    child.once('error', () => done(false))
    child.once('exit', code => done(code === 0))
  })
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return null
  }
}
