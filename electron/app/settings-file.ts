import type { DeviceId } from '../../shared/model/device.ts'
import type { Settings } from '../../shared/model/settings.ts'

/** settings.json of a profile. Each host brings its own: electron-store in the shell, a plain file in the web host and the command line. */
export interface SettingsFile {
  /** What the file says now; defaults where there is none. A damaged file is kept aside as `settings.json.damaged-<time>` and said in the log. */
  read(): Settings
  /** Replaces the file atomically, readable by its owner only. */
  write(next: Settings): void
}

/** Where one secret is kept. Nothing of it is ever read back across the corridor. */
export interface SecretStore {
  /** How a secret set here is kept: sealed by the system's keyring, in an owner-only file of the administrator's, or in memory for this run. */
  readonly kind: 'sealed' | 'file' | 'session'
  /** Why it cannot be kept beyond this run, if so. */
  readonly cannotKeep: 'no-keyring' | 'browser' | null
  get(): string | null
  set(secret: string): void
}

/** The secrets of a profile, each kept by itself: the site's app secret, and what webhooks are signed with. */
export type SecretName = 'site' | 'webhook'
export type Secrets = Readonly<Record<SecretName, SecretStore>> & {
  /** The password of one device of the connection, which must be in the settings before one is set. */
  device(id: DeviceId): SecretStore
}
