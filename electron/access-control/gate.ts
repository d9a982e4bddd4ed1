import type { Failure } from '../../shared/model/failure.ts'
import { SiteError } from './port.ts'

/** How a call ended, as far as the gate cares. answered: the site knows our keys · keys: it refused them · silent: nobody there · unclear: neither says anything of the keys. */
export type Passing = 'answered' | 'keys' | 'silent' | 'unclear'

export interface Gate {
  /** Why nothing goes out any more; null while calls go. */
  readonly shut: Failure | null
  /**
   * Waits until a call may go, and answers what is to be called once when it has ended.
   * @throws SiteError with what the one before met, where that serves for all: nothing was sent then
   */
  enter(): Promise<(how: Passing, failure: Failure | null) => void>
}

/** Accounts are locked after a few wrong passwords (protocol A1 names no number; three is the least that any such product uses). */
const REFUSALS = 2

/**
 * What lies before every call to one site. Wide open while the site answers. Until its first answer, and after a silence or a refusal of our keys, one call goes at a time
 * and the others share its fate: a site that is gone, or that counts wrong passwords, meets one of us and not a crowd. Refused twice in a row it shuts, for good.
 */
export function createGate(): Gate {
  let proven = false
  let silent = false
  let refusals = 0
  let shut: Failure | null = null
  let scout: Promise<Failure | null> | null = null

  function judge(how: Passing, failure: Failure | null): void {
    if (how === 'answered') {
      proven = true
      refusals = 0
    }
    if (how === 'keys') {
      proven = false
      if (++refusals >= REFUSALS) shut ??= failure
    }
    silent = how === 'silent'
  }

  return {
    get shut() {
      return shut
    },
    async enter() {
      for (;;) {
        if (shut) throw new SiteError(shut)
        if (proven && !silent) return judge
        if (!scout) {
          const { promise, resolve } = Promise.withResolvers<Failure | null>()
          scout = promise
          return (how, failure) => {
            scout = null
            judge(how, failure)
            resolve(how === 'silent' || how === 'keys' ? failure : null)
          }
        }
        const failure = await scout
        // Whatever became of the scout's request, ours was never sent.
        if (failure) throw new SiteError(failure.kind === 'timeout' ? { kind: 'offline', cause: 'unreachable' } : failure)
      }
    },
  }
}
