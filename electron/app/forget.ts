import type { CallParsed } from '../../shared/contract/calls.ts'
import type { ForgetView } from '../../shared/contract/passage-calls.ts'
import type { Core } from './core.ts'
import { Refusal } from './dispatcher.ts'

export function createForgetCalls(_core: Core) {
  const notYet = (): ForgetView => {
    throw new Refusal({ kind: 'unsupported', cause: 'not-yet' })
  }
  return {
    'guests.forget': (_: CallParsed<'guests.forget'>): ForgetView => notYet(),
    'forgets.get': (_: CallParsed<'forgets.get'>): ForgetView => notYet(),
    'forgets.undo': (_: CallParsed<'forgets.undo'>): ForgetView => notYet(),
  }
}
