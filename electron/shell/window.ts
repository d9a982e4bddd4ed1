import { BrowserWindow, nativeTheme } from 'electron'
import type { Theme } from '../../shared/model/settings.ts'
import { PAGE_ORIGIN } from './page-protocol.ts'

/** The page's own background (renderer/ui/tokens.css, --bg): no white flash before it has painted. */
const background = { light: '#f3f2ee', dark: '#0e1115' }

/** Opens the console's window. `developer` allows the developer tools; a packaged Foyer never does. */
export function openWindow(options: { preload: string; theme: Theme; developer: boolean }): BrowserWindow {
  nativeTheme.themeSource = options.theme
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 1024,
    minHeight: 640,
    show: false,
    title: 'Foyer',
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    webPreferences: {
      preload: options.preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      webviewTag: false,
      webSecurity: true,
      navigateOnDragDrop: false,
      devTools: options.developer,
      spellcheck: false,
      // A door that turns somebody away is heard before anybody has clicked.
      autoplayPolicy: 'no-user-gesture-required',
    },
  })
  window.once('ready-to-show', () => window.show())
  void window.loadURL(`${PAGE_ORIGIN}/`)
  return window
}
