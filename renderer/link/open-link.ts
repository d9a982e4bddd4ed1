import type { Link } from '../../shared/contract/link.ts'
import { bridgeLink } from './bridge-link.ts'
import { socketLink } from './socket-link.ts'

/** The corridor this window has: Electron's bridge where there is one, else a WebSocket to where the page came from. */
export function openLink(): Link {
  if (window.foyer) return bridgeLink(window.foyer)
  const { protocol, host } = window.location
  return socketLink(`${protocol === 'https:' ? 'wss' : 'ws'}://${host}/link`)
}
