import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import type { Random } from '../base/random.ts'

/** A self-signed certificate with its key, both PEM, and the SHA-256 of its DER in lower-case hex. */
export interface Certificate {
  key: string
  cert: string
  sha256: string
}

const TAG = {
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  oid: 0x06,
  utf8: 0x0c,
  time: 0x17,
  boolean: 0x01,
  sequence: 0x30,
  set: 0x31,
}

function der(tag: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  const n = body.length
  const head = n < 128 ? [tag, n] : n < 256 ? [tag, 0x81, n] : [tag, 0x82, n >> 8, n & 255]
  return Buffer.concat([Buffer.from(head), body])
}

const sequence = (...parts: Buffer[]) => der(TAG.sequence, ...parts)
const oid = (...bytes: number[]) => der(TAG.oid, Buffer.from(bytes))
const utcTime = (text: string) => der(TAG.time, Buffer.from(text))
const YES = der(TAG.boolean, Buffer.from([0xff]))

const ECDSA_WITH_SHA256 = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02))
const commonName = (name: string) => sequence(der(TAG.set, sequence(oid(0x55, 0x04, 0x03), der(TAG.utf8, Buffer.from(name)))))
const extension = (last: number, value: Buffer, ...critical: Buffer[]) =>
  sequence(oid(0x55, 0x1d, last), ...critical, der(TAG.octets, value))

/**
 * Makes a P-256 key and a certificate signed by itself for 127.0.0.1 and localhost, as a site has out of the box (protocol A0).
 * Written by hand (RFC 5280, some 40 lines) because Node makes no certificates and a package would be one more to trust.
 */
export function selfSigned(random: Random): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const name = commonName('Foyer embedded site')
  const tbs = sequence(
    der(0xa0, der(TAG.integer, Buffer.from([2]))), // version 3
    der(TAG.integer, Buffer.from(`01${random.hex(8)}`, 'hex')), // serial; the leading 01 keeps it positive
    ECDSA_WITH_SHA256,
    name,
    // Fixed, so that a test's clock in the past or in the future does not make the certificate invalid.
    sequence(utcTime('200101000000Z'), utcTime('491231235959Z')),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(
      0xa3,
      sequence(
        extension(0x13, sequence(YES), YES), // basicConstraints: a CA, so that it can stand as its own trust anchor
        extension(0x0f, der(TAG.bits, Buffer.from([2, 0x84])), YES), // keyUsage: digitalSignature, keyCertSign
        extension(0x11, sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1])))), // subjectAltName
      ),
    ),
  )
  const signature = sign('sha256', tbs, privateKey)
  const certificate = sequence(tbs, ECDSA_WITH_SHA256, der(TAG.bits, Buffer.from([0]), signature))
  const lines = certificate.toString('base64').replace(/.{64}/g, '$&\n').trimEnd()
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    sha256: createHash('sha256').update(certificate).digest('hex'),
  }
}
