import { UsageError } from '../arguments.ts'
import type { Command } from '../command.ts'
import { type Console, openConsole } from '../console.ts'
import type { Out } from '../out.ts'

export const metrics: Command = {
  usage: 'metrics [--on [--port N] | --new-token | --off]',
  summary: 'prints the metrics in Prometheus text; --on lets them be fetched on loopback, and prints the token for it once',
  options: {
    on: { type: 'boolean' },
    off: { type: 'boolean' },
    port: { type: 'string' },
    'new-token': { type: 'boolean' },
  },
  places: 0,
  async run({ words, environment, out }) {
    const asked = (['on', 'off', 'new-token'] as const).filter(words.flag)
    const port = words.number('port')
    if (asked.length > 1) throw new UsageError('--on, --off and --new-token do not go together')
    if (port !== undefined && !words.flag('on')) throw new UsageError('--port goes with --on')
    if (port !== undefined && !(Number.isInteger(port) && port >= 1 && port <= 65_535))
      throw new UsageError('--port takes a number from 1 to 65535')
    const desk = await openConsole(words.profileDir, environment, false)
    try {
      if (asked[0]) await change(desk, out, { on: asked[0] !== 'off', port, newToken: asked[0] === 'new-token' })
      else {
        const { text, samples } = await desk.call('metrics.read', {})
        out.answer(samples, text.trimEnd())
      }
      return 0
    } finally {
      await desk.close()
    }
  },
}

async function change(desk: Console, out: Out, to: { on: boolean; port?: number | undefined; newToken: boolean }): Promise<void> {
  const now = await desk.call('metrics.get', {})
  if (to.newToken && !now.on) throw new UsageError('metrics are switched off: --on makes a token')
  const { on, port, token } = await desk.call('metrics.save', { ...to, port: to.port ?? now.port })
  const url = on ? `http://127.0.0.1:${port}/metrics` : null
  const told = token === null ? 'The token is the one it was: --new-token makes another.' : `Token, told this once: ${token}`
  const where = `Metrics at ${url}, while a Foyer runs the jobs of this profile.`
  out.answer({ on, url, token }, on ? `${where}\n${told}` : 'Metrics are switched off.')
}
