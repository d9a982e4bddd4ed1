import { useMemo } from 'react'
import type { Failure } from '../../shared/model/failure.ts'
import { PhotoCause } from '../../shared/model/photo-verdict.ts'
import { type Text, useText } from './use-text.ts'

/**
 * Says a failure in words: by its cause where we have a sentence for it, else by its kind. A refused photo is called that whatever code the site gave
 * (there is none for it, protocol A), unless our own check says more. Numbers it carries stand in the sentence.
 */
export function sayFailure({ word }: Text, failure: Failure): string {
  const said = failure.cause ?? ''
  const ofPhoto = failure.kind === 'photo-refused' && !PhotoCause.safeParse(said).success
  return word('failures', ofPhoto ? `photo ${said}` : said, `failures.kind ${failure.kind}`, {
    measure: failure.measure ?? '',
    limit: failure.limit ?? '',
    field: failure.field ?? '',
  })
}

/** `sayFailure` in the language of the moment. */
export function useFailure(): (failure: Failure) => string {
  const text = useText()
  return useMemo(() => failure => sayFailure(text, failure), [text])
}
