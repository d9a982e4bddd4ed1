import { readFileSync, statSync } from 'node:fs'
import type { DeviceId } from '../../shared/model/device.ts'
import { devicesOf } from '../../shared/model/settings.ts'
import type { SecretStore, Secrets, SettingsFile } from '../app/settings-file.ts'

/** The administrator's secret file may be read by others: `chmod 600` is what helps. */
export class ExposedSecretFile extends Error {
  readonly file: string
  constructor(file: string) {
    super(`others may read ${file}: run chmod 600 on it`)
    this.name = 'ExposedSecretFile'
    this.file = file
  }
}

/**
 * Reads an app secret from a file that only its owner may read; the newline an editor left at its end is taken off.
 * Throws `ExposedSecretFile`, or the file system's own error.
 */
export function readSecretFile(file: string): string {
  // Windows keeps access lists, not modes: what stat says there means nothing.
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) throw new ExposedSecretFile(file)
  return readFileSync(file, 'utf8').replace(/\r?\n$/, '')
}

/**
 * A secret in plain Node, where no keyring is to be had: the settings keep the path of the administrator's file (`fileOf` reads it there), never the secret;
 * one typed into the browser lives in memory for this run. A file that cannot be read is no secret.
 */
function openStore(fileOf: () => string | null): SecretStore {
  let typed: string | null = null
  return {
    get kind() {
      return typed === null && fileOf() !== null ? 'file' : 'session'
    },
    get cannotKeep() {
      return typed === null && fileOf() !== null ? null : 'browser'
    },
    get() {
      if (typed !== null) return typed
      const file = fileOf()
      try {
        return file === null ? null : readSecretFile(file)
      } catch {
        return null
      }
    },
    set(secret) {
      typed = secret
    },
  }
}

/** Every secret of the profile. */
export function openSecrets(settings: SettingsFile): Secrets {
  const devices = new Map<DeviceId, SecretStore>()
  return {
    device(id) {
      const known = devices.get(id)
      const store =
        known ?? openStore(() => devicesOf(settings.read().connection).find(device => device.id === id)?.secretFile ?? null)
      devices.set(id, store)
      return store
    },
    site: openStore(() => settings.read().secretFile),
    webhook: openStore(() => settings.read().webhook.secretFile),
  }
}
