import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { systemClock } from './base/clock.ts'
import { type Environment, readArguments, readEnvironment } from './base/profile.ts'
import { build } from './build.ts'
import { findElectron, waitForElectron } from './electron-binary.ts'
import { readOptions, serveUntilStopped } from './headless.ts'

const root = join(import.meta.dirname, '..')

/** Why the console cannot have a window of its own here, in half a sentence; null where it can. Asked before anything is downloaded. */
function whyNoWindow(environment: Environment): string | null {
  if (environment.root) return 'root must not run a browser window'
  if (!environment.display) return 'this machine has no display'
  return null
}

/** Opens `address` the way the desktop opens one. A desktop without a browser is none of our troubles: the address is printed as well. */
function openInBrowser(address: string): void {
  const [program, ...words] =
    process.platform === 'win32'
      ? ['rundll32', 'url.dll,FileProtocolHandler']
      : process.platform === 'darwin'
        ? ['open']
        : ['xdg-open']
  const child = spawn(program as string, [...words, address], { stdio: 'ignore', detached: true })
  child.on('error', () => {})
  child.unref()
}

/** An Electron that ends badly this soon never came up: a library is missing, or the display is not one. */
const COMES_UP_WITHIN_MS = 15_000

/** Runs the console in Electron until its window closes. Answers false where the binary does not come up at all. */
function runInElectron(binary: string, profileDir: string): Promise<boolean> {
  console.log('Foyer opens in its own window')
  const startedAt = systemClock.monotonic()
  return new Promise(resolve => {
    const child = spawn(binary, [root, '--data', profileDir], { stdio: ['ignore', 'inherit', 'inherit'] })
    let asked = false
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => {
        asked = true
        child.kill(signal)
      })
    }
    child.once('error', () => resolve(false))
    child.once('exit', code => resolve(code === 0 || asked || systemClock.monotonic() - startedAt > COMES_UP_WITHIN_MS))
  })
}

const environment = readEnvironment()
const options = readOptions(readArguments(), environment)

let why = whyNoWindow(environment)
// The build and the download, where one is needed, take their time together.
const [electron] = await Promise.all([why === null ? waitForElectron(findElectron(environment)) : null, build()])
if (electron?.path) {
  if (await runInElectron(electron.path, options.profileDir)) process.exit(0)
  why = 'Electron did not come up'
} else {
  why ??= electron?.why ?? 'there is no Electron'
}
const reason = why
await serveUntilStopped({ ...options, environment }, address => {
  console.log(`Foyer is ready at ${address} (in the browser, because ${reason})`)
  if (options.open && environment.display && !environment.ci) openInBrowser(address)
})
