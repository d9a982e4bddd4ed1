import type { CallInput, CallName, CallOutput } from '../../shared/contract/calls.ts'
import type { Failure } from '../../shared/model/failure.ts'
import { type App, createApp } from '../app/create-app.ts'
import type { SettingsFile } from '../app/settings-file.ts'
import { systemClock } from '../base/clock.ts'
import { openLog } from '../base/log.ts'
import type { Environment } from '../base/profile.ts'
import { systemRandom } from '../base/random.ts'
import { VERSION } from '../base/version.ts'
import { openSecrets } from '../web/secret-store.ts'
import { openSettingsFile } from '../web/settings-file.ts'
import { failureText } from './words.ts'

/** A call was refused: said in words, exit code 1. */
export class CallRefused extends Error {
  readonly failure: Failure
  constructor(failure: Failure) {
    super(failureText(failure))
    this.failure = failure
  }
}

export interface Console {
  app: App
  settings: SettingsFile
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>
  /** Resolves when `done` says so; asked after each push, and twice a second in case one was lost. */
  until(done: () => Promise<boolean>): Promise<void>
  close(): Promise<void>
}

/** Host 3: the same core and the same dispatcher as behind a window. `work`: run the profile's jobs, unless another process does; `watch`: read its passages along with them. */
export async function openConsole(profileDir: string, environment: Environment, work: boolean, watch = false): Promise<Console> {
  const [clock, random] = [systemClock, systemRandom()]
  const log = openLog({ level: 'error' })
  const settings = openSettingsFile(profileDir, { clock, log })
  const app = await createApp({
    profileDir,
    host: 'cli',
    version: VERSION,
    settings,
    secrets: openSecrets(settings),
    clock,
    random,
    log,
    work,
    watch,
    sqliteBinding: environment.sqliteBinding,
  })
  return {
    app,
    settings,
    async call(name, input) {
      const answer = await app.dispatcher.dispatch(name, input)
      if (!answer.ok) throw new CallRefused(answer.failure)
      return answer.value as CallOutput<typeof name>
    },
    async until(done) {
      while (!(await done())) {
        const wait = new AbortController()
        const stop = app.pushes.subscribe(() => wait.abort())
        await clock.sleep(500, wait.signal).catch(() => {})
        stop()
      }
    },
    close: () => app.close(),
  }
}
