import { protocol, type Session } from 'electron'
import { contentSecurityPolicy, securityHeaders } from '../base/csp.ts'
import { pageFile } from '../base/page-files.ts'
import type { Random } from '../base/random.ts'

/** Where the window's page lives: a scheme of our own, so that no file:// URL is ever loaded. */
export const PAGE_ORIGIN = 'foyer://console'

/** Must run before Electron is ready. `standard` and `secure` give the page an origin, fetch, workers and the camera. */
export function declarePageProtocol(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: 'foyer', privileges: { standard: true, secure: true, supportFetchAPI: true } }])
}

/** Serves the built page at `foyer://console/`, read-only, with a fresh nonce for each load and the browser host's policy. */
export function servePage(session: Session, options: { pageDir: string; random: Random }): void {
  session.protocol.handle('foyer', async request => {
    const url = new URL(request.url)
    const nonce = options.random.hex(16)
    const file = url.host === 'console' && request.method === 'GET' ? await pageFile(options.pageDir, url.pathname, nonce) : null
    if (!file) return new Response(null, { status: 404, headers: securityHeaders })
    return new Response(new Uint8Array(file.body), {
      headers: { ...securityHeaders, 'content-type': file.type, 'content-security-policy': contentSecurityPolicy({ nonce }) },
    })
  })
}

/** Is this the address of our page, or of something on it? */
export function isOurPage(address: string | undefined): boolean {
  return address?.startsWith(`${PAGE_ORIGIN}/`) === true
}
