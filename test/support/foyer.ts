import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'

export interface Ended {
  code: number | null
  out: string
  err: string
  /** The one document of --json. */
  json<T = Record<string, unknown>>(): T
}

const entry = resolve(import.meta.dirname, '../../electron/cli/foyer.ts')

/** Starts the `foyer` command as a script would. */
export function startFoyer(words: string[], options: { cwd?: string } = {}): ChildProcess {
  const env = { ...process.env, INIT_CWD: options.cwd ?? process.cwd() }
  return spawn(process.execPath, [entry, ...words], { stdio: ['ignore', 'pipe', 'pipe'], env })
}

/** Runs it to its end. */
export async function foyer(words: string[], options: { cwd?: string } = {}): Promise<Ended> {
  const child = startFoyer(words, options)
  let out = ''
  let err = ''
  child.stdout?.on('data', chunk => {
    out += String(chunk)
  })
  child.stderr?.on('data', chunk => {
    err += String(chunk)
  })
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, out, err, json: <T>() => JSON.parse(out) as T }
}
