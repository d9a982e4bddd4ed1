import { safeStorage } from 'electron'
import type { Settings } from '../../shared/model/settings.ts'
import type { SecretName, SecretStore, Secrets, SettingsFile } from '../app/settings-file.ts'
import type { Log } from '../base/log.ts'

/** Backends of Electron on Linux that only look like a keyring: `basic_text` hides a secret behind a password that everybody knows. */
const NO_KEYRINGS = ['basic_text', 'unknown']

/** Can this machine keep a secret? Only to be asked once Electron is ready. */
function hasKeyring(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false
  return process.platform !== 'linux' || !NO_KEYRINGS.includes(safeStorage.getSelectedStorageBackend())
}

/** Where in the settings each secret's seal lies. */
const seals: Record<SecretName, { read(settings: Settings): string | null; write(settings: Settings, seal: string): Settings }> =
  {
    site: { read: s => s.sealedSecret, write: (s, sealedSecret) => ({ ...s, sealedSecret }) },
    webhook: {
      read: s => s.webhook.sealedSecret,
      write: (s, sealedSecret) => ({ ...s, webhook: { ...s.webhook, sealedSecret } }),
    },
  }

/**
 * The profile's secrets, each sealed by the system's keyring into the settings. Where there is no keyring they are not written at all, but asked again in each run:
 * `cannotKeep` says so, and the screen says it in words.
 */
export function openSecrets(settings: SettingsFile, log: Log): Secrets {
  const open = hasKeyring() ? (name: SecretName) => sealedStore(name, settings, log) : sessionStore
  return { site: open('site'), webhook: open('webhook') }
}

function sealedStore(name: SecretName, settings: SettingsFile, log: Log): SecretStore {
  return {
    kind: 'sealed',
    cannotKeep: null,
    get() {
      const seal = seals[name].read(settings.read())
      if (seal === null) return null
      try {
        return safeStorage.decryptString(Buffer.from(seal, 'base64'))
      } catch (error) {
        // Sealed by another user or on another machine: as good as none.
        log.warn({ event: 'secret-not-unsealed', error })
        return null
      }
    },
    set(secret) {
      settings.write(seals[name].write(settings.read(), safeStorage.encryptString(secret).toString('base64')))
    },
  }
}

function sessionStore(): SecretStore {
  let typed: string | null = null
  return {
    kind: 'session',
    cannotKeep: 'no-keyring',
    get: () => typed,
    set(secret) {
      typed = secret
    },
  }
}
