import { readCertificate } from '../../access-control/connector.ts'
import { SiteError } from '../../access-control/port.ts'
import { systemClock } from '../../base/clock.ts'
import type { Out } from '../out.ts'
import { failureText } from '../words.ts'

/** Shows a certificate that nobody vouches for. Never pinned by itself: whoever compares it with the server is the one who trusts it. */
export async function showCertificate(
  url: string,
  out: Out,
  what: 'server' | 'device',
  options: { legacyTls?: boolean } = {},
): Promise<void> {
  if (!url.startsWith('https:')) return
  try {
    const certificate = await readCertificate(url, systemClock, options)
    if (!certificate.trusted)
      out.say(`It shows the certificate ${certificate.sha256}: compare it with the ${what}, then pin it with --pin.`)
  } catch (error) {
    const why = error instanceof SiteError ? `: ${failureText(error.failure)}` : ''
    out.say(`The certificate could not be read${why}.`)
  }
}
