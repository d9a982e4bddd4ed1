import { safeStorage } from 'electron'
import type { DeviceId } from '../../shared/model/device.ts'
import { devicesOf, type Settings, withDevices } from '../../shared/model/settings.ts'
import type { SecretName, SecretStore, Secrets, SettingsFile } from '../app/settings-file.ts'
import type { Log } from '../base/log.ts'

/** Backends of Electron on Linux that only look like a keyring: `basic_text` hides a secret behind a password that everybody knows. */
const NO_KEYRINGS = ['basic_text', 'unknown']

/** Can this machine keep a secret? Only to be asked once Electron is ready. */
function hasKeyring(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false
  return process.platform !== 'linux' || !NO_KEYRINGS.includes(safeStorage.getSelectedStorageBackend())
}

/** Where in the settings a seal lies. */
interface Seal {
  read(settings: Settings): string | null
  write(settings: Settings, seal: string): Settings
}

const seals: Record<SecretName, Seal> = {
  site: { read: s => s.sealedSecret, write: (s, sealedSecret) => ({ ...s, sealedSecret }) },
  webhook: {
    read: s => s.webhook.sealedSecret,
    write: (s, sealedSecret) => ({ ...s, webhook: { ...s.webhook, sealedSecret } }),
  },
}

const sealOfDevice = (id: DeviceId): Seal => ({
  read: ({ connection }) => devicesOf(connection).find(device => device.id === id)?.sealedSecret ?? null,
  write(settings, sealedSecret) {
    const devices = devicesOf(settings.connection).map(device => (device.id === id ? { ...device, sealedSecret } : device))
    return { ...settings, connection: withDevices(settings.connection, devices) }
  },
})

/**
 * The profile's secrets, each sealed by the system's keyring into the settings. Where there is no keyring they are not written at all, but asked again in each run:
 * `cannotKeep` says so, and the screen says it in words.
 */
export function openSecrets(settings: SettingsFile, log: Log): Secrets {
  const open = hasKeyring() ? (seal: Seal) => sealedStore(seal, settings, log) : sessionStore
  const devices = new Map<DeviceId, SecretStore>()
  return {
    site: open(seals.site),
    webhook: open(seals.webhook),
    device(id) {
      const store = devices.get(id) ?? open(sealOfDevice(id))
      devices.set(id, store)
      return store
    },
  }
}

function sealedStore(where: Seal, settings: SettingsFile, log: Log): SecretStore {
  return {
    kind: 'sealed',
    cannotKeep: null,
    get() {
      const seal = where.read(settings.read())
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
      settings.write(where.write(settings.read(), safeStorage.encryptString(secret).toString('base64')))
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
