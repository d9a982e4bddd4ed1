import { BatchActKind } from '../../shared/model/act.ts'
import { failureOf } from '../app/failure-of.ts'
import { systemClock } from '../base/clock.ts'
import { readArguments, readEnvironment } from '../base/profile.ts'
import { commandOf, readCommand, UnreadableFile, UsageError } from './arguments.ts'
import type { Command } from './command.ts'
import { createOut } from './out.ts'
import { failureText } from './words.ts'

/** Every command by its name; loaded when called, so that a worker does not load what only a photo needs. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  simulator: async () => (await import('./commands/simulator.ts')).simulator,
  connect: async () => (await import('./commands/connect.ts')).connect,
  doctor: async () => (await import('./commands/doctor.ts')).doctor,
  register: async () => (await import('./commands/register.ts')).register,
  import: async () => (await import('./commands/import.ts')).importList,
  ...Object.fromEntries(
    BatchActKind.options.map(kind => [kind, async () => (await import('./commands/acts.ts')).actCommand(kind)]),
  ),
  forget: async () => (await import('./commands/forget.ts')).forget,
  repair: async () => (await import('./commands/repair.ts')).repair,
  person: async () => (await import('./commands/person.ts')).person,
  work: async () => (await import('./commands/work.ts')).work,
  batches: async () => (await import('./commands/batches.ts')).batches,
  levels: async () => (await import('./commands/levels.ts')).levels,
  devices: async () => (await import('./commands/devices.ts')).devices,
  passages: async () => (await import('./commands/passages.ts')).passages,
  inside: async () => (await import('./commands/inside.ts')).inside,
  muster: async () => (await import('./commands/muster.ts')).muster,
  doors: async () => (await import('./commands/doors.ts')).doors,
  status: async () => (await import('./commands/status.ts')).status,
  restore: async () => (await import('./commands/restore.ts')).restore,
  metrics: async () => (await import('./commands/metrics.ts')).metrics,
  webhook: async () => (await import('./commands/webhook.ts')).webhook,
  demo: async () => (await import('./commands/demo.ts')).demo,
}

async function overview(): Promise<string> {
  const rows = await Promise.all(Object.values(commands).map(async load => await load()))
  // One below the other: beside the longest of them no line would fit a terminal.
  const lines = rows.map(({ usage, summary }) => `  ${usage.replaceAll('\n       foyer ', '\n  ')}\n      ${summary}`).join('\n')
  return `usage: foyer COMMAND [--data DIR] [--json]\n\n${lines}\n\n--data DIR keeps a profile of its own; --json prints one JSON document.`
}

function wordsOf(error: unknown): string {
  const failure = failureOf(error)
  return failure.cause === 'disk-full' ? failureText(failure) : error instanceof Error ? error.message : 'failed'
}

async function main(words: string[]): Promise<number> {
  const environment = readEnvironment()
  const name = commandOf(words)
  if (name === undefined) {
    const asked = words.includes('--help') || words.includes('-h')
    process[asked ? 'stdout' : 'stderr'].write(`${await overview()}\n`)
    return asked ? 0 : 2
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!load) {
    process.stderr.write(`foyer: no such command: ${name}\n${await overview()}\n`)
    return 2
  }
  const command = await load()
  try {
    const parsed = readCommand(words, command.options, command.places, environment)
    if (parsed.help) {
      process.stdout.write(`usage: foyer ${command.usage}\n\n${command.summary}\n`)
      return 0
    }
    const stop = new AbortController()
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop.abort(signal))
    const out = createOut(parsed.json, { out: process.stdout, err: process.stderr }, systemClock.monotonic)
    return await command.run({ words: parsed, environment, out, stopped: stop.signal })
  } catch (error) {
    const usage = error instanceof UsageError
    process.stderr.write(`foyer ${name}: ${wordsOf(error)}\n${usage ? `usage: foyer ${command.usage}\n` : ''}`)
    return usage || error instanceof UnreadableFile ? 2 : 1
  }
}

process.exitCode = await main(readArguments())
