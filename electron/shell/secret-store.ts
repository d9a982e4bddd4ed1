import { safeStorage } from 'electron'
import type { SecretStore, SettingsFile } from '../app/settings-file.ts'
import type { Log } from '../base/log.ts'

/** Backends of Electron on Linux that only look like a keyring: `basic_text` hides a secret behind a password that everybody knows. */
const NO_KEYRINGS = ['basic_text', 'unknown']

/** Can this machine keep a secret? Only to be asked once Electron is ready. */
function hasKeyring(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false
  return process.platform !== 'linux' || !NO_KEYRINGS.includes(safeStorage.getSelectedStorageBackend())
}

/**
 * The site's secret, sealed by the system's keyring into the settings. Where there is no keyring it is not written at all, but asked again in each run:
 * `cannotKeep` says so, and the screen says it in words.
 */
export function openSecretStore(settings: SettingsFile, log: Log): SecretStore {
  if (!hasKeyring()) return sessionStore()
  return {
    kind: 'sealed',
    cannotKeep: null,
    get() {
      const { sealedSecret } = settings.read()
      if (sealedSecret === null) return null
      try {
        return safeStorage.decryptString(Buffer.from(sealedSecret, 'base64'))
      } catch (error) {
        // Sealed by another user or on another machine: as good as none.
        log.warn({ event: 'secret-not-unsealed', error })
        return null
      }
    },
    set(secret) {
      settings.write({ ...settings.read(), sealedSecret: safeStorage.encryptString(secret).toString('base64') })
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
