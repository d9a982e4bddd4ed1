import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge']
const PLAYWRIGHT_CAP_MS = 90_000
const APT_CAP_MS = 240_000

/** A Chromium's path: `FOYER_CHROMIUM`, Playwright's own, or the machine's; null where there is none. */
export function findChromium(): string | null {
  const named = process.env.FOYER_CHROMIUM
  if (named) return named
  if (existsSync(chromium.executablePath())) return chromium.executablePath()
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of NAMES) if (existsSync(join(folder, name))) return join(folder, name)
  }
  return null
}

/** Gets a Chromium: Playwright's own way first, then Debian's package where we are root. Says what it does; null where neither works. */
export function installChromium(say: (line: string) => void): string | null {
  say(`no Chromium here: trying Playwright's own download, for at most ${PLAYWRIGHT_CAP_MS / 1000} s`)
  const cli = join(import.meta.dirname, '../../node_modules/playwright/cli.js')
  spawnSync(process.execPath, [cli, 'install', 'chromium'], { stdio: 'ignore', timeout: PLAYWRIGHT_CAP_MS })
  const downloaded = findChromium()
  if (downloaded) return downloaded
  if (process.getuid?.() !== 0) return null
  say("Playwright's download did not work: installing Debian's package `chromium` (we are root)")
  installPackages(['chromium'])
  return findChromium()
}

/** Debian's own packages, quietly; false where apt-get is not there, or fails. */
export function installPackages(names: string[]): boolean {
  const options = { stdio: 'ignore', timeout: APT_CAP_MS, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const
  spawnSync('apt-get', ['update', '-qq'], options)
  return spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], options).status === 0
}
