import type { DeviceQuirk } from './quirks.ts'

/** What a terminal asks for with a 401, in the order of its WWW-Authenticate headers (protocol B1). */
export type Scheme = 'md5' | 'sha-256' | 'basic'

/** `legacy`: nothing newer than TLS 1.1; `broken`: https that never comes to a handshake (protocol B8). */
export type Tls = boolean | 'legacy' | 'broken'

/** A kind of terminal: its figures and habits. Several sources each saw one model do one thing; that is what they are mixed from. */
export interface Model {
  model: string
  firmware: string
  /** As deviceInfo spells it. */
  deviceType: 'ACS' | 'accessControlTerminal'
  tls: Tls
  schemes: readonly Scheme[]
  /** Users and faces it can hold. */
  capacity: number
  doors: number
  /** POSIX, with the sign turned round: CST-8:00:00 is east of Greenwich (protocol B8). */
  zone: string
  /** How far its clock is off, in ms; above 0: it is ahead. */
  skewMs: number
  /** How long a nonce is good for. */
  nonceMs: number
  heartbeatMs: number
  /** Records in its log when it starts. */
  history: number
  /** From an accepted photo to `numOfFace`, and from an accepted delete to its end. */
  applyMs: number
  quirks: readonly DeviceQuirk[]
}

const plain: Model = {
  model: 'DS-K1T342MWX',
  firmware: 'V3.16.1',
  deviceType: 'accessControlTerminal',
  tls: true,
  schemes: ['md5'],
  capacity: 1500,
  doors: 1,
  zone: 'CST-3:00:00',
  skewMs: 0,
  nonceMs: 60_000,
  heartbeatMs: 10_000,
  history: 12,
  applyMs: 0,
  quirks: ['photoMisleading'],
}

const model = (name: string, change: Partial<Omit<Model, 'model'>>): Model => ({ ...plain, quirks: [], ...change, model: name })

/** Those that `isapi: N` takes in turn: all of them take users and faces, the first four with modest habits. */
const FIT: readonly Model[] = [
  plain,
  model('DS-K1T342MFX-E1', {
    firmware: 'V4.38.0',
    tls: false,
    schemes: ['sha-256', 'md5'],
    capacity: 3000,
    applyMs: 200,
    quirks: ['optAsArray', 'batchUsers', 'noHeartbeat', 'photoMisleading'],
  }),
  model('DS-K1T671TM', {
    firmware: 'V3.2.30',
    schemes: ['md5', 'basic'],
    zone: 'CST-1:00:00DST01:00:00,M3.5.0/02:00:00,M10.5.0/03:00:00',
    nonceMs: 20_000,
    quirks: ['shortPages', 'oddStale', 'pictureParts', 'busyIs200'],
  }),
  model('DS-K1T341AM', {
    firmware: 'V3.3.8',
    tls: false,
    schemes: ['sha-256'],
    capacity: 3000,
    doors: 2,
    applyMs: 400,
    quirks: ['busyIs200', 'needsSpacing', 'sentinelCards', 'staleNeverTrue'],
  }),
  model('DS-K1T343M', { firmware: 'V3.8.0', quirks: ['dropsFaceUploads', 'photoMisleading', 'pictureParts'] }),
  model('DS-K1T341AMF', { firmware: 'V3.3.2', tls: false, quirks: ['faceDeleteByFDDelete', 'notSupportIs200', 'noQop'] }),
  model('DS-KD9633', {
    firmware: 'V2.2.45',
    deviceType: 'ACS',
    tls: false,
    capacity: 10_000,
    zone: 'CST+4',
    quirks: ['noSetUp', 'chunkedRefused', 'optAsArray'],
  }),
  model('DS-K1T604', { firmware: 'V1.5.0', tls: false, quirks: ['noDeleteProcess', 'noQop', 'wrongOffset'] }),
]

/** Those that are asked for by name only. */
const HARSH: readonly Model[] = [
  model('DS-K1A340FWX', {
    firmware: 'V1.2.5',
    tls: false,
    deviceType: 'ACS',
    quirks: ['noFaces', 'noStream', 'normalUsersOnly', 'notSupportIs200'],
  }),
  model('DS-K1T342-REPLAY', { history: 19_000, quirks: ['clockJumps', 'largeSerials', 'photoMisleading'] }),
  model('DS-K1T343MWX', { firmware: 'V3.9.0', tls: false, quirks: ['jsonAsXml', 'xmlStream', 'noPartLength'] }),
  model('DS-K1T331W', {
    firmware: 'V3.2.10',
    tls: false,
    zone: 'CST-8:00:00',
    skewMs: -4_000_000,
    quirks: ['wrongOffset', 'busyIs401', 'needsSpacing'],
  }),
  model('DS-K1T105', {
    firmware: 'V1.0.0',
    tls: false,
    schemes: ['basic'],
    history: 0,
    quirks: ['noSession', 'noSetUp', 'noDetailDelete', 'noDeleteProcess', 'missingOffset'],
  }),
  model('DS-K1T342-LOCKED', { quirks: ['startsLocked'] }),
]

const ALL = [...FIT, ...HARSH]

/** The names of all models, as `devices` in a script spells them. */
export const modelNames: readonly string[] = ALL.map(one => one.model)

/** The model of this name, or the one whose turn it is at place `index`. */
export const modelOf = (name: string | undefined, index: number): Model =>
  ALL.find(one => one.model === name) ?? FIT[index % FIT.length]!
