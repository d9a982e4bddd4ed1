import { isStranger } from '../../shared/model/failure.ts'
import type { StatusView } from '../../shared/model/site.ts'
import type { TextKey } from '../text/keys.ts'

/** How the site is, in words: devices have a password where a server has keys. */
export function siteWord({ kind, state, failure }: Pick<StatusView['site'], 'kind' | 'state' | 'failure'>): TextKey {
  if (failure && isStranger(failure)) return 'frame.site stranger'
  return kind === 'isapi' && state === 'credentials' ? 'frame.site password' : `frame.site ${state}`
}
