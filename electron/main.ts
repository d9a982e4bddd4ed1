import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { app, type BrowserWindow, dialog, Menu, session } from 'electron'
import { type App, createApp } from './app/create-app.ts'
import { isDamaged, openWayBack } from './app/way-back.ts'
import { systemClock } from './base/clock.ts'
import { openLog } from './base/log.ts'
import { optionOf, readArguments, readEnvironment } from './base/profile.ts'
import { systemRandom } from './base/random.ts'
import { VERSION } from './base/version.ts'
import { openIpcServer } from './shell/ipc-server.ts'
import { offerBackup } from './shell/offer-backup.ts'
import { declarePageProtocol, servePage } from './shell/page-protocol.ts'
import { windowPaper } from './shell/paper.ts'
import { openSecrets } from './shell/secret-store.ts'
import { secureSession, secureWindows } from './shell/security.ts'
import { openSettingsFile } from './shell/settings-file.ts'
import { openWindow } from './shell/window.ts'

// Host 1, Electron: profile -> createApp -> ipc-server -> window. Built into out/main, beside out/preload and out/renderer.

const environment = readEnvironment()
const profileDir = optionOf(readArguments(), 'data') ?? environment.profileDir
const beside = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const log = openLog({ dir: join(profileDir, 'logs') })
let window: BrowserWindow | undefined

/** Puts the console together and shows it. Runs once Electron is ready: the secret store may not be asked sooner. */
async function open(): Promise<void> {
  const [clock, random] = [systemClock, systemRandom()]
  const settings = openSettingsFile(profileDir, { clock, log })
  const core = await createApp({
    profileDir,
    host: 'electron',
    settings,
    secrets: openSecrets(settings, log),
    clock,
    random,
    log,
    version: VERSION,
    work: true,
    workerUrls: { face: new URL(/* @vite-ignore */ 'face-worker.js', import.meta.url) },
    sqliteBinding: environment.sqliteBinding,
    paper: windowPaper,
  })
  secureSession(session.defaultSession)
  servePage(session.defaultSession, { pageDir: beside('../renderer'), random })
  const closeIpc = openIpcServer(core)
  closeBeforeQuit(core, closeIpc)
  if (process.platform !== 'darwin') Menu.setApplicationMenu(null)
  window = openWindow({
    preload: beside('../preload/preload.cjs'),
    theme: settings.read().preferences.theme,
    developer: !app.isPackaged,
  })
}

/** A console that will not close holds its profile, and the next start finds it taken. What is left undone then is what a power cut leaves. */
const CLOSE_WITHIN_MS = 15_000

/** Holds the first quit back until the core has given its leases back and closed the database. */
function closeBeforeQuit(core: App, closeIpc: () => void): void {
  let closing = false
  app.on('before-quit', event => {
    event.preventDefault()
    if (closing) return
    closing = true
    closeIpc()
    systemClock.setTimeout(() => {
      log.error({ event: 'close-late' })
      app.exit(0)
    }, CLOSE_WITHIN_MS)
    core
      .close()
      .catch((error: unknown) => log.error({ event: 'close-failed', error }))
      .finally(() => app.exit(0))
  })
}

async function fail(error: unknown): Promise<void> {
  log.error({ event: 'start-failed', error })
  if (isDamaged(error) && offerBackup(openWayBack(profileDir, environment), app.getLocale())) {
    log.info({ event: 'backup-restored' })
    await open().catch(fail)
    return
  }
  dialog.showErrorBox('Foyer', `Foyer could not start. The log says more: ${join(profileDir, 'logs')}`)
  app.exit(1)
}

// Chromium's own files go beside ours, so that two profiles are two consoles: the single-instance lock lies there as well.
app.setPath('userData', join(profileDir, 'window'))
// Windows shows notices of programs that it knows by name (electron-builder.yml, appId).
if (process.platform === 'win32') app.setAppUserModelId('app.foyer.console')
declarePageProtocol()
secureWindows()
if (app.requestSingleInstanceLock()) {
  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore()
    window?.focus()
  })
  app.on('window-all-closed', () => app.quit())
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit())
  // Not awaited: `ready` waits for this module to have been loaded.
  app.whenReady().then(open).catch(fail)
} else {
  app.quit()
}
