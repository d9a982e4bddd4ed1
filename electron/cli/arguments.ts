import { resolve } from 'node:path'
import { type ParseArgsConfig, parseArgs } from 'node:util'
import type { Environment } from '../base/profile.ts'

/** The command was typed wrongly: exit code 2, and how it is meant. */
export class UsageError extends Error {}
/** A file the command names cannot be read: exit code 2. */
export class UnreadableFile extends Error {}

type Options = NonNullable<ParseArgsConfig['options']>

/** Options that every command takes, wherever they stand. */
const GLOBAL = {
  data: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies Options

export interface Arguments {
  profileDir: string
  json: boolean
  help: boolean
  words: string[]
  /** The command's own options, by name; all are texts or switches. */
  text(name: string): string | undefined
  must(name: string): string
  number(name: string): number | undefined
  /** Of an option that may be given more than once. */
  texts(name: string): string[]
  flag(name: string): boolean
  /** A path, relative to where the command was typed. */
  path(name: string): string | undefined
}

/** The first word that is no option: the command. Its options may stand before it. */
export function commandOf(words: readonly string[]): string | undefined {
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string
    if (word === '--data') i++
    else if (!word.startsWith('-')) return word
  }
  return undefined
}

/** Parses a command's words strictly. Throws `UsageError`. */
export function readCommand(words: readonly string[], options: Options, places: number, environment: Environment): Arguments {
  let parsed: { values: Record<string, unknown>; positionals: string[] }
  try {
    parsed = parseArgs({ args: [...words], options: { ...GLOBAL, ...options }, allowPositionals: true, strict: true })
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ')[0])
  }
  const { values, positionals } = parsed
  const text = (name: string) => values[name] as string | undefined
  const given = positionals.slice(1)
  if (given.length > places) throw new UsageError(`unexpected word: ${given[places]}`)
  const data = text('data')
  return {
    profileDir: data ? resolve(environment.typedIn, data) : environment.profileDir,
    json: values.json === true,
    help: values.help === true,
    words: given,
    text,
    must(name) {
      const value = text(name)
      if (value === undefined || value === '') throw new UsageError(`--${name} is missing`)
      return value
    },
    number(name) {
      const value = text(name)
      if (value === undefined) return undefined
      const number = Number(value)
      if (value.trim() === '' || !Number.isFinite(number) || number < 0)
        throw new UsageError(`--${name} takes a number, not ${value}`)
      return number
    },
    texts: name => (values[name] as string[] | undefined) ?? [],
    flag: name => values[name] === true,
    path(name) {
      const value = text(name)
      return value === undefined ? undefined : resolve(environment.typedIn, value)
    },
  }
}
