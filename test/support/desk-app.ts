import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type App, type AppOptions, createApp } from '../../electron/app/create-app.ts'
import type { SecretStore } from '../../electron/app/settings-file.ts'
import { systemClock } from '../../electron/base/clock.ts'
import { openLog } from '../../electron/base/log.ts'
import { systemRandom } from '../../electron/base/random.ts'
import type { CallInput, CallName, CallOutput } from '../../shared/contract/calls.ts'
import type { BatchView } from '../../shared/model/batch.ts'
import { Settings } from '../../shared/model/settings.ts'

export interface SiteToJoin {
  url: string
  appKey: string
  appSecret: string
  certificateSha256: string
}

export interface DeskApp {
  app: App
  profileDir: string
  /** Rejects with the failure's words where a call is refused. */
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>
  /** Resolves with the batch when nothing of it is left. */
  finished(batchId: number): Promise<BatchView>
  close(): Promise<void>
}

function sessionSecret(): SecretStore {
  let kept: string | null = null
  return {
    kind: 'session',
    cannotKeep: null,
    get: () => kept,
    set(secret) {
      kept = secret
    },
  }
}

function sessionSecrets(): (id: string) => SecretStore {
  const stores = new Map<string, SecretStore>()
  return id => stores.get(id) ?? (stores.set(id, sessionSecret()).get(id) as SecretStore)
}

/** The whole core in this process, connected to a site over real sockets; its profile is thrown away at the end. */
export async function openDesk(
  site: SiteToJoin | null,
  more: {
    rate?: number
    concurrency?: number
    chunk?: number
    profileDir?: string
    settings?: Partial<Settings>
    app?: Partial<AppOptions>
  } = {},
): Promise<DeskApp> {
  const profileDir = more.profileDir ?? mkdtempSync(join(tmpdir(), 'foyer-desk-'))
  const connection = site
    ? {
        kind: 'hikcentral',
        url: site.url,
        appKey: site.appKey,
        pin: site.certificateSha256,
        rate: more.rate ?? 200,
        concurrency: more.concurrency ?? 20,
      }
    : { kind: 'embedded' }
  let settings = Settings.parse({
    connection,
    chunk: more.chunk ?? 100,
    preferences: { zone: 'Europe/Moscow' },
    ...more.settings,
  })
  const app = await createApp({
    profileDir,
    host: 'cli',
    version: '0.0.0',
    settings: {
      read: () => settings,
      write: next => {
        settings = next
      },
    },
    secrets: {
      site: { kind: 'session', cannotKeep: null, get: () => site?.appSecret ?? null, set: () => {} },
      webhook: sessionSecret(),
      device: sessionSecrets(),
    },
    clock: systemClock,
    random: systemRandom(),
    log: openLog({ level: 'error' }),
    work: true,
    sqliteBinding: undefined,
    ...more.app,
  })
  const call: DeskApp['call'] = async (name, input) => {
    const answer = await app.dispatcher.dispatch(name, input)
    if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.failure)}`)
    return answer.value as CallOutput<typeof name>
  }
  return {
    app,
    profileDir,
    call,
    async finished(batchId) {
      for (;;) {
        const found = (await call('batches.list', {})).find(batch => batch.id === batchId)
        if (found && found.left === 0) return found
        await new Promise<void>(resolve => {
          const stop = app.pushes.subscribe(name => {
            if (name !== 'batches') return
            stop()
            resolve()
          })
        })
      }
    },
    async close() {
      await app.close()
      if (!more.profileDir) rmSync(profileDir, { recursive: true, force: true })
    },
  }
}

/** A list of `count` invented guests for one access level, as CSV. */
export function inventList(count: number, level = 'Guests'): string {
  const rows = Array.from(
    { length: count },
    (_, i) => `Guest${i},Number${i},Contoso,D${i},${level},2030-03-15 09:00,2030-03-15 18:00`,
  )
  return ['Last name,First name,Company,Document,Access level,From,Until', ...rows].join('\r\n')
}

export const base64 = (text: string | Uint8Array): string => Buffer.from(text as Uint8Array).toString('base64')
