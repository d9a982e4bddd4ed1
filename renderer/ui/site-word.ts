import type { StatusView } from '../../shared/model/site.ts'
import type { TextKey } from '../text/keys.ts'

/** How the site is, in words: devices have a password where a server has keys. */
export function siteWord({ kind, state }: Pick<StatusView['site'], 'kind' | 'state'>): TextKey {
  return kind === 'isapi' && state === 'credentials' ? 'frame.site password' : `frame.site ${state}`
}
