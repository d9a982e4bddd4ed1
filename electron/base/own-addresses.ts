import { networkInterfaces } from 'node:os'

/** The addresses at which others may reach this machine: IPv4 before IPv6, none that holds on one cable alone. */
export function ownAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap(found => found ?? [])
  const outward = all.filter(({ internal, address }) => !internal && !address.startsWith('fe80:'))
  return [...new Set(outward.sort((a, b) => a.family.localeCompare(b.family)).map(({ address }) => address))]
}
