import { readFileSync } from 'node:fs'
import { systemClock } from '../../base/clock.ts'
import { parseScript } from '../../simulator/script.ts'
import { startSimulator } from '../../simulator/simulator.ts'
import { UnreadableFile, UsageError } from '../arguments.ts'
import type { Command } from '../command.ts'

const MOST_TERMINALS = 64

/** Reads a script of faults; whatever is wrong with it is said with its place. */
function readScript(file: string | undefined) {
  if (file === undefined) return undefined
  try {
    return parseScript(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    throw new UnreadableFile(`${file}: ${(error as Error).message}`)
  }
}

export const simulator: Command = {
  usage: 'simulator [--port N] [--rate R] [--latency MS] [--seed N] [--script FILE] [--isapi N]',
  summary: 'runs a HikCentral site to try things on, until it is stopped; prints its address and keys as one line of JSON',
  options: {
    port: { type: 'string' },
    rate: { type: 'string' },
    latency: { type: 'string' },
    seed: { type: 'string' },
    script: { type: 'string' },
    isapi: { type: 'string' },
  },
  places: 0,
  async run({ words, stopped }) {
    const script = readScript(words.path('script'))
    const port = words.number('port')
    if (port !== undefined && (!Number.isInteger(port) || port > 65_535))
      throw new UsageError('--port takes a number from 0 to 65535')
    if (!Number.isInteger(words.number('seed') ?? 0)) throw new UsageError('--seed takes a whole number')
    const isapi = words.number('isapi')
    if (!Number.isInteger(isapi ?? 0) || (isapi ?? 0) > MOST_TERMINALS)
      throw new UsageError(`--isapi takes a whole number to ${MOST_TERMINALS}`)
    if (words.number('rate') === 0) throw new UsageError('--rate takes a number above 0')
    const site = await startSimulator({
      port,
      rate: words.number('rate'),
      latencyMs: words.number('latency'),
      seed: words.number('seed'),
      script,
      isapi,
      clock: systemClock,
    })
    const { url, appKey, appSecret, certificateSha256, worldUrl } = site
    const devices = site.devices.map(({ url, user, password, model, certificateSha256 }) => ({
      url,
      user,
      password,
      model,
      certificateSha256,
    }))
    process.stdout.write(`${JSON.stringify({ url, appKey, appSecret, certificateSha256, worldUrl, devices })}\n`)
    await new Promise<void>(resolve => {
      if (stopped.aborted) resolve()
      stopped.addEventListener('abort', () => resolve(), { once: true })
    })
    await site.close()
    return 0
  },
}
