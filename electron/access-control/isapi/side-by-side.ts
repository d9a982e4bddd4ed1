import type { Failure } from '../../../shared/model/failure.ts'
import { failureOf } from '../failure-of.ts'
import { SiteError } from '../port.ts'
import type { Terminal } from './terminal.ts'

/** What one terminal came to. */
export type Came<T> = { terminal: Terminal; value: T; failure: null } | { terminal: Terminal; value: null; failure: Failure }

/** The same with several terminals at once; what one meets is no matter of the others. Only a mistake of ours is thrown. */
export function sideBySide<T>(terminals: readonly Terminal[], work: (terminal: Terminal) => Promise<T>): Promise<Came<T>[]> {
  return Promise.all(
    terminals.map(async (terminal): Promise<Came<T>> => {
      try {
        return { terminal, value: await work(terminal), failure: null }
      } catch (error) {
        const failure = failureOf(error)
        if (!failure) throw error
        return { terminal, value: null, failure }
      }
    }),
  )
}

/** Nothing can be said or done there before something else has happened: it is off the network, or does not let us in. */
export const isAway = (failure: Failure | null): boolean =>
  failure !== null &&
  (failure.kind === 'offline' || failure.kind === 'credentials' || failure.cause === 'locked' || failure.cause === 'device-late')

/**
 * Where the whole site is away there is nobody to be side by side with: then that is told.
 * @throws SiteError as the first terminal says it
 */
export function mustBeSomewhere(terminals: readonly Terminal[]): void {
  const [first, ...others] = terminals.map(({ lane }) => lane.closed)
  if (first && others.every(closed => closed !== null)) throw new SiteError(first)
}
