import type { Command } from '../command.ts'
import { openConsole } from '../console.ts'
import { table } from '../out.ts'
import { deviceFixTexts, fixTexts, untilText } from '../words.ts'

export const doctor: Command = {
  usage: 'doctor',
  summary: 'checks the connection, name by name, and says what to do about each fault',
  options: {},
  places: 0,
  async run({ words, environment, out }) {
    const desk = await openConsole(words.profileDir, environment, false)
    try {
      const checks = await desk.call('doctor.run', {})
      const told = checks.map(({ device, name, ok, fix, detail, failure }) => {
        const text = ok ? null : ((device && deviceFixTexts[fix ?? '']) ?? fixTexts[fix ?? 'report'] ?? fix)
        // When a lock opens is told by the failure alone.
        return { ...(device ? { device } : {}), name, ok, detail, fix: text && `${text}${failure ? untilText(failure) : ''}` }
      })
      const lines = told.map(({ device = '', name, ok, detail, fix }) => [
        ok ? 'ok' : 'FAILS',
        device,
        name,
        [detail, fix].filter(Boolean).join('  '),
      ])
      out.answer(told, table(told.some(({ device }) => device) ? lines : lines.map(([ok = '', _, ...rest]) => [ok, ...rest])))
      return told.every(check => check.ok) ? 0 : 1
    } finally {
      await desk.close()
    }
  },
}
