import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createApp } from './app/create-app.ts'
import { systemClock } from './base/clock.ts'
import { type Log, openLog } from './base/log.ts'
import { type Environment, readArguments, readEnvironment } from './base/profile.ts'
import { systemRandom } from './base/random.ts'
import { VERSION } from './base/version.ts'
import { openWebHost } from './web/http-server.ts'
import { openSecrets } from './web/secret-store.ts'
import { openSettingsFile } from './web/settings-file.ts'

/** The console as any browser on this machine opens it. */
export interface HeadlessConsole {
  /** A one-time address. */
  address(): string
  close(): Promise<void>
}

/** Host 2, plain Node: profile -> createApp -> http + websocket. */
export async function openHeadless(options: {
  profileDir: string
  port: number
  environment: Environment
  log: Log
}): Promise<HeadlessConsole> {
  const { profileDir, port, environment, log } = options
  const [clock, random] = [systemClock, systemRandom()]
  const settings = openSettingsFile(profileDir, { clock, log })
  const app = await createApp({
    profileDir,
    host: 'browser',
    version: VERSION,
    settings,
    secrets: openSecrets(settings),
    clock,
    random,
    log,
    work: true,
    sqliteBinding: environment.sqliteBinding,
  })
  const pageDir = fileURLToPath(new URL('../out/renderer', import.meta.url))
  try {
    const web = await openWebHost({ dispatcher: app.dispatcher, pushes: app.pushes, pageDir, port, clock, random, log })
    return {
      address: () => web.address(),
      async close() {
        await web.close()
        await app.close()
      },
    }
  } catch (error) {
    await app.close()
    throw error
  }
}

const USAGE = 'usage: npm start -- [--data DIR] [--port N] [--no-open]'

/** What was typed behind the command; a relative DIR is relative to where it was typed. Anything else is answered with the usage and exit code 2. */
export function readOptions(words: string[], environment: Environment): { profileDir: string; port: number; open: boolean } {
  try {
    const { values } = parseArgs({
      args: words,
      options: { data: { type: 'string' }, port: { type: 'string' }, 'no-open': { type: 'boolean' } },
    })
    const port = Number(values.port ?? 0)
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new RangeError('--port takes a number from 0 to 65535')
    const profileDir = values.data ? resolve(environment.typedIn, values.data) : environment.profileDir
    return { profileDir, port, open: !values['no-open'] }
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`)
    process.exit(2)
  }
}

/** Resolves when somebody asks this process to end: Ctrl+C, SIGTERM, or the terminal closing. */
function askedToStop(): Promise<void> {
  return new Promise(stop => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop())
  })
}

/** Serves until somebody asks for the end. `announce` gets the address as soon as it answers. A console that does not start is said in one line. */
export async function serveUntilStopped(
  options: { profileDir: string; port: number; environment: Environment },
  announce: (address: string) => void,
): Promise<void> {
  const log = openLog({ dir: join(options.profileDir, 'logs') })
  const stopped = askedToStop()
  let opened: HeadlessConsole
  try {
    opened = await openHeadless({ ...options, log })
  } catch (error) {
    log.error({ event: 'start-failed', error })
    console.error(`Foyer could not start: ${(error as Error).message}`)
    process.exit(1)
  }
  announce(opened.address())
  await stopped
  await opened.close()
}

if (import.meta.main) {
  const environment = readEnvironment()
  const options = readOptions(readArguments(), environment)
  await serveUntilStopped({ ...options, environment }, address => console.log(`Foyer is ready at ${address}`))
}
