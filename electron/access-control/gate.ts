import type { Failure } from '../../shared/model/failure.ts'
import { SiteError } from './port.ts'

/** How a call ended, as far as the gate cares. answered: the site knows our keys · keys: it refused them · silent: nobody there · unclear: neither says anything of the keys. */
export type Passing = 'answered' | 'keys' | 'silent' | 'unclear'

export interface Gate {
  /** Why nothing goes out any more; null while calls go. */
  readonly shut: Failure | null
  /**
   * For a call that begins to wait for its turn; what it answers is to be asked when the turn has come: it waits until the call may go, and answers in its turn what is to
   * be called once when it has ended.
   * @throws SiteError with what another met meanwhile, where that serves for all: nothing was sent then
   */
  queue(): () => Promise<(how: Passing, failure: Failure | null) => void>
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
  let scout: Promise<void> | null = null
  /** What the last silence or refusal was, null since an answer; and how many there were. */
  let trouble: Failure | null = null
  let troubles = 0

  function judge(how: Passing, failure: Failure | null): void {
    silent = how === 'silent'
    if (how === 'answered') {
      proven = true
      refusals = 0
    }
    if (how === 'keys') {
      proven = false
      if (++refusals >= REFUSALS) shut ??= failure
    }
    if (how === 'silent' || how === 'keys') troubles++
    trouble = how === 'silent' || how === 'keys' ? failure : null
  }

  async function enter(known: number): Promise<typeof judge> {
    for (;;) {
      if (shut) throw new SiteError(shut)
      // Somebody asked while we waited: that is our answer too. Whatever became of that request, ours was never sent.
      if (trouble && troubles > known)
        throw new SiteError(trouble.kind === 'timeout' ? { kind: 'offline', cause: 'unreachable' } : trouble)
      if (proven && !silent) return judge
      if (!scout) {
        const { promise, resolve } = Promise.withResolvers<void>()
        scout = promise
        return (how, failure) => {
          scout = null
          judge(how, failure)
          resolve()
        }
      }
      await scout
    }
  }

  return {
    get shut() {
      return shut
    },
    queue() {
      const known = troubles
      return () => enter(known)
    },
  }
}
