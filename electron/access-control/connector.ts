import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import type { Clock } from '../base/clock.ts'
import { SiteError } from './port.ts'

/** Connecting, and the handshake with it; milliseconds. */
export const CONNECT_MS = 10_000

/** A certificate as the wizard shows it before anybody trusts it. `sha256` is lower-case hex of the DER form. */
export interface SiteCertificate {
  sha256: string
  subject: string
  issuer: string
  validFrom: string
  validTo: string
  /** The machine's own authorities vouch for it: no pin is needed. */
  trusted: boolean
}

/** What some firmware knows no better than (protocol B8). The pin still is the proof of who it is. */
const LEGACY_TLS = { minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } as const

const addressOf = (url: URL) => {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return { host, port: Number(url.port || (url.protocol === 'https:' ? 443 : 80)), servername: isIP(host) ? '' : host }
}

function fingerprint(socket: TLSSocket): string {
  return (socket.getPeerX509Certificate()?.fingerprint256 ?? '').replaceAll(':', '').toLowerCase()
}

/** What a socket error before any request says. */
function offline(error: NodeJS.ErrnoException, socket: Socket): SiteError {
  const codes = error instanceof AggregateError ? error.errors.map((e: NodeJS.ErrnoException) => e.code) : [error.code]
  const has = (...wanted: string[]) => codes.some(code => wanted.includes(code ?? ''))
  if ('authorizationError' in socket && socket.authorizationError)
    return new SiteError({ kind: 'credentials', cause: 'certificate-unknown' }, { cause: error })
  const cause = has('ECONNREFUSED')
    ? 'connection-refused'
    : has('ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA')
      ? 'name-unknown'
      : has('ETIMEDOUT')
        ? 'connect-timeout'
        : has('EPROTO') || codes.some(code => code?.startsWith('ERR_SSL') || code?.startsWith('ERR_TLS'))
          ? 'tls-failed'
          : has('ECONNRESET', 'EPIPE')
            ? 'connection-closed'
            : 'unreachable'
  return new SiteError({ kind: 'offline', cause }, { cause: error })
}

/**
 * Opens a socket to `url`'s host and hands it over only when the peer is who it should be; until then not one byte of a request exists.
 * With a pin the certificate's fingerprint is the whole proof (sites sign their own, protocol A0). Without one, the machine's authorities judge.
 * `legacyTls`: TLS 1.0 and 1.1 and weak ciphers are spoken too (protocol B8). (`rejectUnauthorized: false` with `checkServerIdentity` proves nothing: the check is skipped for a self-signed peer.)
 */
export function openSocket(
  url: URL,
  pin: string | null,
  clock: Clock,
  ready: (error: Error | null, socket: Socket | null) => void,
  options: { legacyTls?: boolean } = {},
) {
  const address = addressOf(url)
  const secure = url.protocol === 'https:'
  const socket = secure
    ? connectTls({
        ...address,
        rejectUnauthorized: pin === null,
        ALPNProtocols: ['http/1.1'],
        ...(options.legacyTls ? LEGACY_TLS : {}),
      })
    : connectTcp({ host: address.host, port: address.port })
  let open = true
  const finish = (error: SiteError | null) => {
    if (!open) return
    open = false
    clock.clearTimeout(timer)
    if (error) socket.destroy()
    ready(error, error ? null : socket)
  }
  const timer = clock.setTimeout(() => finish(new SiteError({ kind: 'offline', cause: 'connect-timeout' })), CONNECT_MS)
  socket.setNoDelay(true)
  socket.setKeepAlive(true, 60_000)
  socket.on('error', error => finish(offline(error, socket)))
  socket.on('close', () => finish(new SiteError({ kind: 'offline', cause: 'connection-closed' })))
  socket.once(secure ? 'secureConnect' : 'connect', () => {
    const isOther = pin !== null && secure && fingerprint(socket as TLSSocket) !== pin
    finish(isOther ? new SiteError({ kind: 'credentials', cause: 'certificate-mismatch' }) : null)
  })
  return socket
}

/**
 * The certificate a site shows, for a person to compare and pin. Connects, reads, hangs up: nothing is sent.
 * @throws SiteError offline
 */
export function readCertificate(url: string, clock: Clock, options: { legacyTls?: boolean } = {}): Promise<SiteCertificate> {
  const at = new URL(url)
  if (at.protocol !== 'https:') return Promise.reject(new SiteError({ kind: 'unsupported', cause: 'not-https' }))
  return new Promise((resolve, reject) => {
    const socket = connectTls({ ...addressOf(at), rejectUnauthorized: false, ...(options.legacyTls ? LEGACY_TLS : {}) })
    const timer = clock.setTimeout(() => socket.destroy(Object.assign(new Error(), { code: 'ETIMEDOUT' })), CONNECT_MS)
    socket.on('error', error => reject(offline(error, socket)))
    socket.on('close', () => {
      clock.clearTimeout(timer)
      reject(new SiteError({ kind: 'offline', cause: 'connection-closed' }))
    })
    socket.once('secureConnect', () => {
      const { subject, issuer, valid_from, valid_to } = socket.getPeerCertificate()
      const name = (of: { CN?: string | string[]; O?: string | string[] } | undefined) => String(of?.CN ?? of?.O ?? '')
      resolve({
        sha256: fingerprint(socket),
        subject: name(subject),
        issuer: name(issuer),
        validFrom: valid_from,
        validTo: valid_to,
        trusted: socket.authorized,
      })
      socket.destroy()
    })
  })
}
