import { app, type Session, type WebContents } from 'electron'
import { isOurPage } from './page-protocol.ts'

/** What the page may fetch: itself, and what it made in memory. Developer tools have a scheme of their own. */
const OURS = /^(blob:foyer:\/\/console\/|data:|devtools:\/\/)/

/** The camera and the desktop's notices for our own page; the microphone, and everything else a page can ask for, never. Nothing leaves for a network. */
export function secureSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const media = 'mediaTypes' in details ? (details.mediaTypes ?? []) : []
    const isCamera = permission === 'media' && media.length === 1 && media[0] === 'video'
    answer((isCamera || permission === 'notifications') && isOurPage(details.requestingUrl))
  })
  session.setPermissionCheckHandler((_contents, permission, origin, details) => {
    const isCamera = permission === 'media' && details.mediaType === 'video'
    return (isCamera || permission === 'notifications') && isOurPage(`${origin.replace(/\/$/, '')}/`)
  })
  session.setDevicePermissionHandler(() => false)
  // Its dictionaries come from the network.
  session.setSpellCheckerEnabled(false)
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !(isOurPage(details.url) || OURS.test(details.url)) }))
}

/** Every window, whoever makes it, stays on our page: no second window, no frame from elsewhere, no webview, no dropped link that leads away. */
export function secureWindows(): void {
  app.on('web-contents-created', (_event, contents: WebContents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.on('will-navigate', details => {
      if (!isOurPage(details.url)) details.preventDefault()
    })
    contents.on('will-frame-navigate', details => {
      if (!isOurPage(details.url)) details.preventDefault()
    })
    contents.on('will-redirect', details => {
      if (!isOurPage(details.url)) details.preventDefault()
    })
    contents.on('will-attach-webview', event => event.preventDefault())
  })
}
