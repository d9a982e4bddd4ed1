import type { Failure } from '../../shared/model/failure.ts'
import type { TextKey } from './keys.ts'
import { useText } from './use-text.ts'

/** Says a failure in words: by its cause where we have a sentence for it, else by its kind. Numbers it carries stand in the sentence. */
export function useFailure(): (failure: Failure) => string {
  const { word } = useText()
  return failure =>
    word('failures', failure.cause ?? '', `failures.kind ${failure.kind}` as TextKey, {
      measure: failure.measure ?? '',
      limit: failure.limit ?? '',
      field: failure.field ?? '',
    })
}
