import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ElectronStore from 'electron-store'
import { Settings } from '../../shared/model/settings.ts'
import { firstSettings } from '../app/first-settings.ts'
import type { SettingsFile } from '../app/settings-file.ts'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import { setAside } from '../base/set-aside.ts'

/** settings.json kept by electron-store in the profile's folder: the same file, in the same shape, as the web host's twin. */
export function openSettingsFile(profileDir: string, options: { clock: Clock; log: Log }): SettingsFile {
  const file = join(profileDir, 'settings.json')
  // Looked at before the store looks: it throws on a file that is not JSON, and knows nothing of our schema.
  const lookAfter = () => {
    if (isDamaged(file)) setAside(file, options)
  }
  lookAfter()
  const store = new ElectronStore<Record<string, unknown>>({
    cwd: profileDir,
    name: 'settings',
    configFileMode: 0o600,
    accessPropertiesByDotNotation: false,
    clearInvalidConfig: false,
  })
  return {
    read() {
      lookAfter()
      return store.size === 0 ? firstSettings() : Settings.parse(store.store)
    },
    write(next) {
      store.store = Settings.parse(next)
    },
  }
}

function isDamaged(file: string): boolean {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return false
  }
  try {
    return !Settings.safeParse(JSON.parse(text)).success
  } catch {
    return true
  }
}
