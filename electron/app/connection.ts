import type { CallOutput, CallParsed } from '../../shared/contract/calls.ts'
import type { ConnectionInput, ConnectionView } from '../../shared/contract/connection-calls.ts'
import { devicesOf, HikCentralConnection, withDevices } from '../../shared/model/settings.ts'
import type { Check } from '../../shared/model/site.ts'
import { type AccessControl, type DeviceRefusals, SiteError } from '../access-control/port.ts'
import type { Core } from './core.ts'
import { Refusal } from './dispatcher.ts'
import type { Secrets } from './settings-file.ts'
import { passwordsOf, type SiteAddress } from './site-address.ts'

export interface ConnectionTools {
  /** `refusals`: what its devices said of these passwords before counts; without it they are new. */
  open(address: SiteAddress, refusals?: DeviceRefusals): AccessControl
  /** Of the connection that is saved. */
  refusals: DeviceRefusals
  /** The certificate a server shows, read before anything is sent to it. */
  readCertificate(url: string, options?: { legacyTls?: boolean }): Promise<{ sha256: string }>
}

/** Settings of the connection: the secret goes in and never comes out. */
export function createConnectionCalls(core: Core, all: Secrets, mayWrite: () => boolean, tools: ConnectionTools) {
  const { settings, site } = core
  const secrets = all.site

  function view(): ConnectionView {
    const { connection } = settings.read()
    const secret = secrets.get() === null ? 'none' : secrets.kind
    // Where passwords lie, and their seals, are nobody's business but the core's.
    const shown = withDevices(
      connection,
      devicesOf(connection).map(device => ({ ...device, secretFile: null, sealedSecret: null })),
    )
    return {
      connection: shown,
      secret: connection.kind === 'hikcentral' ? secret : 'none',
      secretCannotBeKept: secrets.cannotKeep,
    }
  }

  function addressOf(input: ConnectionInput): SiteAddress & { connection: HikCentralConnection } {
    const before = settings.read().connection
    const terminals = before.kind === 'hikcentral' ? before.terminals : []
    const parsed = HikCentralConnection.safeParse({ kind: 'hikcentral', terminals, ...input })
    if (!parsed.success) {
      throw new Refusal({ kind: 'invalid', cause: 'bad-input', field: String(parsed.error.issues[0]?.path[0] ?? '') })
    }
    const appSecret = input.appSecret || secrets.get()
    if (!appSecret) throw new Refusal({ kind: 'invalid', cause: 'missing', field: 'appSecret' })
    return { connection: parsed.data, secrets: { appSecret, passwords: passwordsOf(all, parsed.data) } }
  }

  /** Every check, over a connection of its own: it may be asked while the one in use is shut, and its refusals count for itself. Those of a device do not: it counts them too, and locks the account. */
  async function examine(address: SiteAddress, refusals?: DeviceRefusals): Promise<Check[]> {
    const control = tools.open(address, refusals)
    try {
      const checks = await control.doctor({ rank: 0 })
      if (checks.some(check => check.name === 'signature' && check.ok) && (await isInUse(address))) await site.forgive()
      return checks
    } finally {
      await control.close()
    }
  }

  async function isInUse({ connection, secrets: { appSecret } }: SiteAddress): Promise<boolean> {
    const used = await site.address().catch(() => null)
    if (used?.connection.kind !== 'hikcentral' || connection.kind !== 'hikcentral') return false
    return (
      used.connection.url === connection.url &&
      used.connection.appKey === connection.appKey &&
      used.secrets.appSecret === appSecret
    )
  }

  function mayChange(): void {
    if (!mayWrite()) throw new Refusal({ kind: 'conflict', cause: 'profile-in-use' })
  }

  return {
    'connection.get': () => view(),
    'connection.test': async (input: CallParsed<'connection.test'>): Promise<CallOutput<'connection.test'>> => {
      const address = addressOf(input)
      let certificateSha256: string | null = null
      try {
        certificateSha256 = (await tools.readCertificate(address.connection.url)).sha256
      } catch (error) {
        // The doctor names what is wrong with the way there; without a certificate there is only nothing to pin.
        if (!(error instanceof SiteError)) throw error
      }
      return { checks: await examine(address), certificateSha256 }
    },
    'connection.save': async (input: CallParsed<'connection.save'>): Promise<ConnectionView> => {
      mayChange()
      const { connection } = addressOf(input)
      if (input.appSecret) secrets.set(input.appSecret)
      // Read again: keeping the secret may have written the same file.
      settings.write({ ...settings.read(), connection, connectedAt: core.clock.now() })
      await site.reopen()
      core.changed()
      return view()
    },
    'connection.forget': async (): Promise<ConnectionView> => {
      mayChange()
      settings.write({ ...settings.read(), connection: { kind: 'embedded' } })
      await site.reopen()
      core.changed()
      return view()
    },
    'doctor.run': async () => examine(await site.address(), tools.refusals),
  }
}
