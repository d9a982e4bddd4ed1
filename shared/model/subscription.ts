import { z } from 'zod'
import type { SubscriptionSettings } from './settings.ts'

const Address = z.union([z.ipv4(), z.ipv6()])
const HOST = /^(?!-)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*$/i
const ANY: readonly string[] = ['0.0.0.0', '::']

/** Does nobody but this very machine reach a host of that name? */
export const isThisMachine = (host: string) => host === 'localhost' || host.startsWith('127.') || host === '::1'

/** A field of a subscription, and what is wrong with it. */
export interface SubscriptionFault {
  field: 'address' | 'reachedAs'
  /** `this-machine`: a site elsewhere cannot reach it · `every-address`: no name of it was said that a site could be told. */
  cause: 'no-address' | 'this-machine' | 'every-address' | 'no-host'
}

/**
 * What is wrong with a subscription as it would be switched on. `siteIsHere`: the site runs on this very machine. Whether the address is this machine's, and the port free, shows
 * only when somebody listens there.
 */
export function subscriptionFaults(
  { address, reachedAs }: Pick<SubscriptionSettings, 'address' | 'reachedAs'>,
  siteIsHere: boolean,
): SubscriptionFault[] {
  const faults: SubscriptionFault[] = []
  if (!Address.safeParse(address).success) faults.push({ field: 'address', cause: 'no-address' })
  else if (reachedAs === null && ANY.includes(address)) faults.push({ field: 'reachedAs', cause: 'every-address' })
  else if (reachedAs === null && !siteIsHere && isThisMachine(address)) faults.push({ field: 'address', cause: 'this-machine' })
  if (reachedAs !== null && !Address.safeParse(reachedAs).success && !HOST.test(reachedAs))
    faults.push({ field: 'reachedAs', cause: 'no-host' })
  return faults
}
