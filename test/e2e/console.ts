import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { _electron, type Browser, test as base, type ElectronApplication, type Page } from '@playwright/test'
import { electronBinary, rootArguments } from '../support/electron.ts'
import { fakeWebcam } from '../support/fake-webcam.ts'

export { expect } from '@playwright/test'

/** A console of its own for one test: a fresh profile, the embedded site, and a window on it. */
export interface Console {
  host: 'browser' | 'electron'
  page: Page
  profileDir: string
  /** The browser host's origin; `foyer://console` in Electron. */
  origin: string
  /** Electron's main process, to ask it questions. */
  electron: ElectronApplication | null
}

export type HostOption = { host: 'browser' | 'electron' }

const root = resolve(import.meta.dirname, '../..')

type Opened = Omit<Console, 'host' | 'profileDir'> & { close(): Promise<void> }

/** `test` with a `console` in the host of its project; everything is closed and swept away afterwards. */
export const test = base.extend<HostOption & { console: Console }, { openChromium: () => Promise<Browser> }>({
  host: ['browser', { option: true }],
  // One Chromium for all tests of a worker, and none where only Electron is tested.
  openChromium: [
    async ({ playwright, launchOptions }, use) => {
      let opened: Promise<Browser> | undefined
      await use(() => {
        opened ??= fakeWebcam().then(webcam =>
          playwright.chromium.launch({ ...launchOptions, args: [...(launchOptions.args ?? []), ...webcam] }),
        )
        return opened
      })
      await (await opened)?.close()
    },
    { scope: 'worker' },
  ],
  console: async ({ host, openChromium }, use) => {
    const profileDir = mkdtempSync(join(tmpdir(), 'foyer-e2e-'))
    const opened = host === 'electron' ? await openElectron(profileDir) : await openBrowser(profileDir, await openChromium())
    await use({ host, profileDir, page: opened.page, origin: opened.origin, electron: opened.electron })
    await opened.close()
    rmSync(profileDir, { recursive: true, force: true })
  },
})

async function openBrowser(profileDir: string, browser: Browser): Promise<Opened> {
  const { child, address } = await serveConsole(profileDir)
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' })
  const page = await context.newPage()
  await page.goto(address)
  return {
    page,
    origin: new URL(address).origin,
    electron: null,
    async close() {
      await context.close()
      await stop(child)
    },
  }
}

async function openElectron(profileDir: string): Promise<Opened> {
  const binary = electronBinary()
  if (!binary) throw new Error('no Electron here: run the project `browser` only')
  const electron = await _electron.launch({
    executablePath: binary,
    args: [...rootArguments(), ...(await fakeWebcam()), root, '--data', profileDir],
    env: { ...process.env, LANG: 'en_GB.UTF-8' } as Record<string, string>,
  })
  const page = await electron.firstWindow()
  return { page, origin: 'foyer://console', electron, close: () => closeElectron(electron) }
}

/** In milliseconds: the console itself gives up waiting for its own end sooner. */
const CLOSE_WITHIN_MS = 30_000

/**
 * Ends Electron. Version 33 sometimes sleeps for ever on its way out (seen with gdb: its main thread polls, and the thread that feeds it Node's events waits in uv_sem_wait): that is said, and costs no test.
 */
async function closeElectron(electron: ElectronApplication): Promise<void> {
  const program = electron.process()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>(resolve => {
    timer = setTimeout(() => resolve('late'), CLOSE_WITHIN_MS)
  })
  const ended = electron.close()
  if ((await Promise.race([ended, late])) === 'late') {
    console.error(`Electron (${program.pid}) did not end within ${CLOSE_WITHIN_MS / 1000} s, and was killed`)
    program.kill('SIGKILL')
    await ended
  }
  clearTimeout(timer)
}

/** The headless host in a process of its own, as `npm start` runs it, and the one-time address it prints. */
export async function serveConsole(profileDir: string, words: string[] = []): Promise<{ child: ChildProcess; address: string }> {
  const child = spawn(process.execPath, [join(root, 'electron/headless.ts'), '--data', profileDir, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: child.stdout })) {
    const address = /http:\/\/\S+/.exec(line)?.[0]
    if (address) return { child, address }
  }
  throw new Error(`the console ended before it was ready, with ${child.exitCode}`)
}

/** Ends the host the way Ctrl+C does, and waits until it has closed its profile. */
export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  await exit
}

/** The text of the file that `act` saves: Chromium's download, or what Electron would have asked where to put. */
export async function savedText({ page, electron, profileDir }: Console, act: () => Promise<void>): Promise<string> {
  if (!electron) {
    const [file] = await Promise.all([page.waitForEvent('download'), act()])
    return readFileSync(await file.path(), 'utf8')
  }
  const path = join(profileDir, 'saved')
  const saved = electron.evaluate(
    ({ session }, to) =>
      new Promise<string>(resolve => {
        session.defaultSession.once('will-download', (_, item) => {
          item.setSavePath(to)
          item.once('done', (_, state) => resolve(state))
        })
      }),
    path,
  )
  await act()
  if ((await saved) !== 'completed') throw new Error('the file was not saved')
  return readFileSync(path, 'utf8')
}
