import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Settings } from '../../shared/model/settings.ts'
import { firstSettings } from '../app/first-settings.ts'
import type { SettingsFile } from '../app/settings-file.ts'
import type { Clock } from '../base/clock.ts'
import type { Log } from '../base/log.ts'
import { setAside } from '../base/set-aside.ts'

/** settings.json in plain Node: the same file, in the same shape, as the shell's twin keeps with electron-store. */
export function openSettingsFile(profileDir: string, options: { clock: Clock; log: Log }): SettingsFile {
  const file = join(profileDir, 'settings.json')
  return {
    read() {
      let text: string
      try {
        text = readFileSync(file, 'utf8')
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return firstSettings()
        throw error
      }
      const settings = parse(text)
      if (settings) return settings
      setAside(file, options)
      return firstSettings()
    },
    write(next) {
      mkdirSync(profileDir, { recursive: true, mode: 0o700 })
      // Written beside and renamed: a reader, or a power cut, sees the old file or the new one, never half of one.
      const fresh = `${file}.next`
      writeFileSync(fresh, `${JSON.stringify(Settings.parse(next), null, '\t')}\n`, { mode: 0o600, flush: true })
      renameSync(fresh, file)
    },
  }
}

function parse(text: string): Settings | null {
  try {
    return Settings.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
