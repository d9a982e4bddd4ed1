import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'

/** What this process was told by its surroundings. */
export interface Environment {
  /** Where a profile lies when nobody names one: `FOYER_DATA`, else the platform's place for such things. */
  profileDir: string
  /** An addon to load in place of better-sqlite3's own; `FOYER_SQLITE_BINDING`. */
  sqliteBinding: string | undefined
  /** Where the command was typed: npm runs scripts elsewhere and keeps it in `INIT_CWD`. */
  typedIn: string
  /** An unpacked Electron to use in place of the one in node_modules; `ELECTRON_OVERRIDE_DIST_PATH`. */
  electronDist: string | undefined
  /** Is there a screen that a window could open on? */
  display: boolean
  /** Are we root (Chromium's sandbox does not run as root)? */
  root: boolean
  /** Are we run by a build machine? Nothing is opened then. */
  ci: boolean
  /** Do people see our stdout? */
  terminal: boolean
}

type Variables = Record<string, string | undefined>

/** Where `platform` keeps a program's own data (the XDG base directory specification, Apple's and Microsoft's habits). */
export function platformProfileDir(platform: NodeJS.Platform, variables: Variables, home: string): string {
  if (platform === 'win32') return join(variables.APPDATA || join(home, 'AppData', 'Roaming'), 'Foyer')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Foyer')
  return join(variables.XDG_DATA_HOME || join(home, '.local', 'share'), 'foyer')
}

/** Reads the environment of this process: once, at a host's start. */
export function readEnvironment(): Environment {
  const variables: Variables = process.env
  const windowed = process.platform === 'win32' || process.platform === 'darwin'
  return {
    profileDir: variables.FOYER_DATA || platformProfileDir(process.platform, variables, homedir() || tmpdir()),
    sqliteBinding: variables.FOYER_SQLITE_BINDING || undefined,
    typedIn: variables.INIT_CWD || process.cwd(),
    electronDist: variables.ELECTRON_OVERRIDE_DIST_PATH || undefined,
    display: windowed || Boolean(variables.DISPLAY || variables.WAYLAND_DISPLAY),
    root: process.getuid?.() === 0,
    ci: Boolean(variables.CI),
    terminal: Boolean(process.stdout.isTTY),
  }
}

/** The words after the program's name, as they were typed. */
export function readArguments(): string[] {
  return process.argv.slice(2)
}

/** The value of `--name value` or `--name=value` among words that are not all ours: Electron hands its own switches through. */
export function optionOf(words: readonly string[], name: string): string | undefined {
  for (const [index, word] of words.entries()) {
    if (word === `--${name}`) return words[index + 1]
    if (word.startsWith(`--${name}=`)) return word.slice(name.length + 3)
  }
  return undefined
}
