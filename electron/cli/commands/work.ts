import type { Command } from '../command.ts'
import { openConsole } from '../console.ts'

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
      await desk.until(async () => {
        const { living, paused } = left()
        out.progress(`${app.worker?.totals.done ?? 0} done, ${app.worker?.totals.failed ?? 0} failed, ${living + paused} left`)
        return stopped.aborted || (words.flag('until-idle') && living === 0)
      })
      const { done, failed } = app.worker.totals
      const { living, paused } = left()
      out.answer({ done, failed, left: living + paused }, `${done} done, ${failed} failed, ${living + paused} left`)
      return failed > 0 ? 1 : 0
    } finally {
      await desk.close()
    }
  },
}
