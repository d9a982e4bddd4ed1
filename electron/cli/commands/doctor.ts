import type { Command } from '../command.ts'
import { openConsole } from '../console.ts'
import { table } from '../out.ts'
import { fixTexts } from '../words.ts'

export const doctor: Command = {
  usage: 'doctor',
  summary: 'checks the connection, name by name, and says what to do about each fault',
  options: {},
  places: 0,
  async run({ words, environment, out }) {
    const desk = await openConsole(words.profileDir, environment, false)
    try {
      const checks = await desk.call('doctor.run', {})
      const told = checks.map(({ name, ok, fix }) => ({ name, ok, fix: ok ? null : (fixTexts[fix ?? 'report'] ?? fix) }))
      out.answer(told, table(told.map(({ name, ok, fix }) => [ok ? 'ok' : 'FAILS', name, fix ?? ''])))
      return told.every(check => check.ok) ? 0 : 1
    } finally {
      await desk.close()
    }
  },
}
