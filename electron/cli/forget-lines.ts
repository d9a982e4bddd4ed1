import type { ForgetView } from '../../shared/contract/passage-calls.ts'
import { failureText } from './words.ts'

type Deleted = ForgetView['deleted']

const several = (n: number, one: string, more = `${one}s`) => `${n} ${n === 1 ? one : more}`

const here: readonly [keyof Deleted, (n: number) => string][] = [
  ['visits', n => several(n, 'visit')],
  ['acts', n => several(n, 'act')],
  ['photos', n => several(n, 'photo')],
  ['pictures', n => several(n, 'picture taken at a door', 'pictures taken at doors')],
  ['passages', n => `the name from ${several(n, 'passage')}`],
  ['lookUps', n => several(n, 'answer of the site', 'answers of the site')],
  ['deliveries', n => several(n, 'message to the webhook', 'messages to the webhook')],
  ['copies', n => several(n, 'old copy of the database', 'old copies of the database')],
]

/** What was deleted where, and what nobody here can vouch for. */
export function deletedText(deleted: Deleted): string {
  const found = here.flatMap(([kind, say]) => (Number(deleted[kind]) > 0 ? [say(Number(deleted[kind]))] : []))
  return [
    deleted.person === 'removed' ? 'removed from the site' : 'the site had no such person',
    `deleted here: ${found.length > 0 ? found.join(', ') : 'nothing but the guest'}`,
    ...(deleted.unconfirmed
      ? ['the site cannot say whether its doors have let go: one that is away may still know the face']
      : []),
    ...(deleted.elsewhere > 0
      ? [`${several(deleted.elsewhere, 'site that is', 'sites that are')} not connected now may still have the person`]
      : []),
  ].join('; ')
}

/** How far one forgetting has come. `away`: devices that do not answer now. */
export function forgetText({ state, cause, deleted }: ForgetView, away: readonly string[]): string {
  const held = `${away.join(', ')} ${away.length === 1 ? 'is' : 'are'} away and may still have the person`
  switch (state) {
    case 'done':
      return deletedText(deleted)
    case 'undone':
      return 'taken back'
    case 'failed':
      return `the site did not let go (${cause ? failureText(cause) : 'failed'}): nothing is deleted here yet; the same command asks once more`
    case 'waiting':
      return 'in the queue'
    case 'removing':
      return `being removed from the site${cause ? ` (${failureText(cause)})` : ''}: nothing is deleted here yet${away.length > 0 ? `; ${held}` : ''}`
  }
}
