import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron } from '@playwright/test'
import { type App, createApp } from '../../electron/app/create-app.ts'
import { systemClock } from '../../electron/base/clock.ts'
import type { Log } from '../../electron/base/log.ts'
import { readEnvironment } from '../../electron/base/profile.ts'
import { systemRandom } from '../../electron/base/random.ts'
import { build } from '../../electron/build.ts'
import { openWebHost } from '../../electron/web/http-server.ts'
import { openSecrets } from '../../electron/web/secret-store.ts'
import { openSettingsFile } from '../../electron/web/settings-file.ts'
import type { Bridge } from '../../renderer/link/carrier.ts'
import { socketLink } from '../../renderer/link/socket-link.ts'
import type { CallName } from '../../shared/contract/calls.ts'
import type { PushName } from '../../shared/contract/pushes.ts'
import { silent } from './carrier-core.ts'
import { electronBinary, rootArguments } from './electron.ts'

/** The corridor as a window has it, with the real core at its other end, on a fresh profile. */
export interface Carrier {
  bridge: Bridge
  close(): Promise<void>
}

function temporaryProfile() {
  const profileDir = mkdtempSync(join(tmpdir(), 'foyer-carrier-'))
  return { profileDir, sweep: () => rmSync(profileDir, { recursive: true, force: true }) }
}

/** The core as the browser host opens it: the machine's clock, the embedded site, the real tables. */
export function openCore(profileDir: string, log: Log): Promise<App> {
  const [clock, random] = [systemClock, systemRandom()]
  const settings = openSettingsFile(profileDir, { clock, log })
  const { sqliteBinding } = readEnvironment()
  return createApp({
    profileDir,
    host: 'browser',
    version: 'test',
    settings,
    secrets: openSecrets(settings),
    clock,
    random,
    log,
    work: true,
    sqliteBinding,
  })
}

/** The browser host on a real socket, admitted with its own ticket and cookie. */
export async function openWebCarrier(): Promise<Carrier & { origin: string; cookie: string }> {
  const { profileDir, sweep } = temporaryProfile()
  const [clock, random, log] = [systemClock, systemRandom(), silent]
  const app = await openCore(profileDir, log)
  const host = await openWebHost({
    dispatcher: app.dispatcher,
    pushes: app.pushes,
    pageDir: profileDir,
    port: 0,
    clock,
    random,
    log,
  })
  const admitted = await fetch(host.address(), { redirect: 'manual' })
  const cookie = admitted.headers.get('set-cookie')?.split(';')[0] ?? ''
  const restore = pretendPage({ cookie, origin: host.origin })
  const link = socketLink(`${host.origin.replace('http', 'ws')}/link`)
  return {
    origin: host.origin,
    cookie,
    bridge: {
      invoke: (name, input) => link.invoke(name as CallName, input as never),
      onPush(listener) {
        const names: PushName[] = ['status', 'visits', 'batches', 'preferences']
        const stops = names.map(name => link.onPush(name, value => listener(name, value)))
        return () => {
          for (const stop of stops) stop()
        }
      },
    },
    async close() {
      await host.close()
      await app.close()
      restore()
      sweep()
    },
  }
}

/** Lets the page's own link run in Node: a browser adds Origin and cookies by itself, Node's WebSocket takes them as headers. */
export function pretendPage(headers: { cookie: string; origin: string }): () => void {
  const surroundings = globalThis as unknown as Record<string, unknown>
  const { WebSocket: plain, window: before } = surroundings as { WebSocket: typeof WebSocket; window: unknown }
  surroundings.window = globalThis
  surroundings.WebSocket = class extends plain {
    constructor(url: string) {
      super(url, { headers } as never)
    }
  }
  return () => Object.assign(surroundings, { WebSocket: plain, window: before })
}

/** Electron's IPC, through the built main process and preload script; null where no Electron or no display is to be had. */
export async function openElectronCarrier(): Promise<Carrier | null> {
  const binary = electronBinary()
  if (!binary || !readEnvironment().display) return null
  await build()
  const { profileDir, sweep } = temporaryProfile()
  const root = join(import.meta.dirname, '../..')
  const electron = await _electron.launch({ executablePath: binary, args: [...rootArguments(), root, '--data', profileDir] })
  const page = await electron.firstWindow()
  const listeners = new Set<(name: PushName, value: unknown) => void>()
  await page.exposeFunction('tellTest', (name: PushName, value: unknown) => {
    for (const listener of listeners) listener(name, value)
  })
  await page.evaluate(() => {
    const { foyer, tellTest } = window as unknown as { foyer: Bridge; tellTest(name: string, value: unknown): void }
    foyer.onPush((name, value) => tellTest(name, value))
  })
  return {
    bridge: {
      invoke: (name, input) =>
        page.evaluate(([name, input]) => (window.foyer as Bridge).invoke(name as string, input), [name, input]),
      onPush(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    async close() {
      await electron.close()
      sweep()
    },
  }
}
