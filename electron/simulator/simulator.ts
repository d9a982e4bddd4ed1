import { type Clock, systemClock } from '../base/clock.ts'
import { seededRandom, systemRandom } from '../base/random.ts'
import { artemisServer } from './artemis-server.ts'
import { selfSigned } from './certificate.ts'
import { furnish } from './default-world.ts'
import type { DeviceWish } from './isapi/device-script.ts'
import { closed, listen } from './listening.ts'
import { parseScript, type Script } from './script.ts'
import { type RunningTerminal, startTerminal } from './terminals.ts'
import { type RateStep, Traffic } from './traffic.ts'
import { type Walk, walkOptions } from './walk/options.ts'
import { startWalkers, type Walking, walkInThePast } from './walkers.ts'
import { emptyWorld, type World } from './world.ts'
import { type WorldDocument, worldDocument } from './world-document.ts'
import { worldServer } from './world-server.ts'

export interface SimulatorOptions {
  /** Of the HTTPS gateway; 0 (the default): any free one. The world's own port is always any free one. */
  port?: number
  /** Calls admitted in any sliding 1,000 ms; 20 unless said. */
  rate?: number
  /** Other rates later on, earliest first; none unless said. */
  rateSteps?: readonly RateStep[]
  /** Seconds of the Retry-After that comes with a 429 for the rate; 1 unless said, null: none comes. */
  retryAfter?: number | null
  /** Before each answer, in ms; 0 unless said. */
  latencyMs?: number
  /** Everything drawn by chance follows from it; 1 unless said. */
  seed?: number
  /** A Script, or the parsed JSON of one. */
  script?: Script | unknown
  clock?: Clock
  /** Whether people walk through the doors; true unless said. */
  walkers?: boolean
  /** The partner's key and secret; drawn by seed unless said. */
  appKey?: string
  appSecret?: string
  /** Terminals reached directly, by ISAPI: how many, or which; none unless said or in the script's `devices`, which say more about them. */
  isapi?: number | readonly (string | DeviceWish)[]
}

export interface RunningSimulator {
  /** `https://127.0.0.1:PORT`, without /artemis. */
  url: string
  appKey: string
  appSecret: string
  /** Of the certificate's DER; hex, lower case, no colons. */
  certificateSha256: string
  /** `http://127.0.0.1:PORT/world` */
  worldUrl: string
  /** The terminals, in the order they were asked for. */
  devices: RunningTerminal[]
  /** The site itself, for tests in the same process. */
  world: World
  /** What `worldUrl` answers, without the call. */
  document(): WorldDocument
  /** Lets people walk, beside those who walk already; the options are those of `walk` in a script. */
  walk(options: Partial<Walk>): Walking
  /** Fills the logs with what happened between two moments (ms since the epoch), told to nobody; `count` says how much. @returns how many */
  past(span: { from: number; until: number }, options: Partial<Walk> & { count: number }): number
  /** Hangs up on everybody and stops all timers. */
  close(): Promise<void>
}

const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789'

/** A terminal for each that was asked for, one way or the other; the script has the last word. */
function wishes(asked: SimulatorOptions['isapi'], scripted: readonly DeviceWish[]): DeviceWish[] {
  const list = typeof asked === 'number' ? Array.from({ length: asked }, () => ({})) : (asked ?? [])
  const given = list.map(one => (typeof one === 'string' ? { model: one } : one))
  return Array.from({ length: Math.max(given.length, scripted.length) }, (_, i) => ({ ...given[i], ...scripted[i] }))
}

/**
 * Starts the embedded site: the HikCentral OpenAPI gateway on HTTPS with a certificate of its own, and the world document.
 * @throws Error when the script has an unknown key (its path is named) or the port is taken
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<RunningSimulator> {
  const {
    port = 0,
    rate = 20,
    rateSteps = [],
    retryAfter = 1,
    latencyMs = 0,
    seed = 1,
    clock = systemClock,
    walkers = true,
  } = options
  const random = seededRandom(seed)
  const world = emptyWorld(seed, clock, random, parseScript(options.script))
  furnish(world)
  const appKey = options.appKey ?? String(random.int(20_000_000, 29_999_999))
  const appSecret = options.appSecret ?? Array.from({ length: 20 }, () => random.pick([...ALPHABET])).join('')
  const traffic = new Traffic(rate, rateSteps)
  const certificate = selfSigned(systemRandom())
  const gateway = artemisServer({ world, partner: { appKey, appSecret }, traffic, latencyMs, retryAfter }, certificate)
  const devices: RunningTerminal[] = []
  const document = () => worldDocument(world, traffic, devices)
  const own = worldServer(document)
  const gatewayPort = await listen(gateway, port)
  const ownPort = await listen(own, 0)
  for (const [i, wish] of wishes(options.isapi, world.script.devices).entries())
    devices.push(await startTerminal(world, wish, i, latencyMs))
  if (walkers) startWalkers(world, devices, world.script.walk)
  let walks = 0
  return {
    url: `https://127.0.0.1:${gatewayPort}`,
    appKey,
    appSecret,
    certificateSha256: certificate.sha256,
    worldUrl: `http://127.0.0.1:${ownPort}/world`,
    devices,
    world,
    document,
    walk: options => startWalkers(world, devices, walkOptions(options, 'walk'), ++walks),
    past: (span, options) => walkInThePast(world, devices, walkOptions(options, 'walk'), span),
    close: async () => {
      world.stop()
      await Promise.all([closed(gateway), closed(own), ...devices.map(one => one.close())])
    },
  }
}
