import type { StatusView } from '../../../shared/model/site.ts'
import { systemClock } from '../../base/clock.ts'
import type { Command } from '../command.ts'
import { openConsole } from '../console.ts'
import { standstill } from '../words.ts'

/** A refusal that lasts so long, in milliseconds, was no slip: only another connection ends it, and waiting for that could be for ever. */
const REFUSED_MS = 5000
const isRefused = ({ site }: StatusView) =>
  site.state === 'credentials' && site.since !== null && systemClock.now() - site.since >= REFUSED_MS

export const work: Command = {
  usage: 'work [--until-idle]',
  summary: 'runs what the job table holds, until it is stopped or nothing is left',
  options: { 'until-idle': { type: 'boolean' } },
  places: 0,
  async run({ words, environment, out, stopped }) {
    const desk = await openConsole(words.profileDir, environment, true)
    try {
      const { app } = desk
      if (!app.owner || !app.worker) {
        out.say('Another process runs the jobs of this profile.')
        return 1
      }
      if (app.recovered > 0)
        out.say(`${app.recovered} jobs were under way when the last process ended; they are looked up before they are repeated.`)
      const left = () => {
        const { ready, leased, waiting, paused } = app.table.counts()
        return { living: ready + leased + waiting + app.forgetting(), paused }
      }
      let refused = null as string | null
      await desk.until(async () => {
        const { living, paused } = left()
        const status = await desk.call('status.get', {})
        const why = living > 0 ? standstill(status) : null
        const told = `${app.worker?.totals.done ?? 0} done, ${app.worker?.totals.failed ?? 0} failed, ${living + paused} left`
        out.progress(why ? `${told}, ${why}` : told)
        if (words.flag('until-idle') && isRefused(status)) refused = why
        return stopped.aborted || refused !== null || (words.flag('until-idle') && living === 0)
      })
      if (refused) out.say(`Nothing goes until somebody acts: ${refused.replace('held: ', '')}.`)
      const { done, failed } = app.worker.totals
      const { living, paused } = left()
      out.answer({ done, failed, left: living + paused }, `${done} done, ${failed} failed, ${living + paused} left`)
      return failed > 0 || refused !== null ? 1 : 0
    } finally {
      await desk.close()
    }
  },
}
