import type { FeedState } from '../../../shared/model/passage.ts'

type Of<K extends FeedState['state']> = Extract<FeedState, { state: K }>
const only = <K extends FeedState['state']>(states: readonly FeedState[], kind: K) =>
  states.filter((state): state is Of<K> => state.state === kind)

/**
 * One state for many devices. While any of them has not answered for the first time: starting; while any is read from its log: catching up, by the sum. A device that is away does not hold up the others: the whole is live as long as
 * one is, and offline when none is.
 */
export function stateOfAll(states: readonly FeedState[]): FeedState {
  const behind = only(states, 'catching-up')
  if (behind.length > 0) {
    const sum = (of: (state: Of<'catching-up'>) => number) => behind.reduce((total, state) => total + of(state), 0)
    const total = behind.every(state => state.total !== null) ? sum(state => state.total ?? 0) : null
    return { state: 'catching-up', done: sum(state => state.done), total }
  }
  if (only(states, 'starting').length > 0) return { state: 'starting' }
  const live = only(states, 'live')
  if (live.length > 0) return { state: 'live', since: Math.max(...live.map(state => state.since)) }
  const polling = only(states, 'polling')
  if (polling.length > 0) {
    const [everyMs, since] = [Math.max(...polling.map(state => state.everyMs)), Math.max(...polling.map(state => state.since))]
    return { state: 'polling', everyMs, since }
  }
  const away = only(states, 'offline')
  return away.reduce<FeedState>((last, state) => ('since' in last && last.since >= state.since ? last : state), { state: 'off' })
}
