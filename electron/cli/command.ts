import type { ParseArgsConfig } from 'node:util'
import type { Environment } from '../base/profile.ts'
import type { Arguments } from './arguments.ts'
import type { Out } from './out.ts'

export interface CommandContext {
  words: Arguments
  environment: Environment
  out: Out
  /** Aborts when somebody asks this process to end. */
  stopped: AbortSignal
}

/** One word of the `foyer` command. Answers the exit code: 0 all well, 1 something failed. */
export interface Command {
  usage: string
  summary: string
  options: NonNullable<ParseArgsConfig['options']>
  /** How many words may follow the command. */
  places: number
  run(context: CommandContext): Promise<0 | 1>
}
