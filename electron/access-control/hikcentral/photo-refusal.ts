import type { Failure } from '../../../shared/model/failure.ts'
import { failureOf } from '../failure-of.ts'
import type { Admission, PersonCard } from '../port.ts'

/** What a site's text hints at. The misleading one: a photo that is too large comes back as a format error that names faceURL (protocol B3). */
const hints: readonly [RegExp, cause: string][] = [
  [/faceURL|too (large|big)|200\s?k|exceed/i, 'too-large'],
  [/(multiple|several|more than one|two) faces?/i, 'several-faces'],
  [/no (human )?face|face (was )?not (found|detected)|detect\w* (zero|no)/i, 'no-face'],
  [/resolution|too small|pixel/i, 'too-small'],
  [/quality|blur|dark|bright|model(l)?ing/i, 'poor-quality'],
]

/**
 * Whether a refusal of a request with a face in it may be about the face. No code for a refused photo is in any source (protocol A4): it is known only by the same
 * request getting through without it.
 */
export function mayBeThePhoto(failure: Failure): boolean {
  return (
    failure.kind === 'photo-refused' ||
    failure.kind === 'invalid' ||
    failure.cause === 'operation-failed' ||
    failure.cause === 'unknown-code'
  )
}

/** The same refusal, told as what it was: the photo's. */
export function photoRefusal(failure: Failure): Failure {
  if (failure.kind === 'photo-refused') return failure
  const text = failure.site?.text ?? ''
  const cause =
    failure.cause === 'too-large' ? failure.cause : (hints.find(([hint]) => hint.test(text))?.[1] ?? 'refused-by-site')
  return { kind: 'photo-refused', cause, ...(failure.site ? { site: failure.site } : {}) }
}

type Photo = PersonCard['photo']

/** Sends something with a photo in it and, where that is refused for what may be the photo, once more without: then it was the photo. */
export async function withoutRefusedPhoto<T>(
  photo: Photo,
  send: (photo: Photo) => Promise<T>,
): Promise<{ answer: T; photo: Admission['photo'] }> {
  let refused: Failure | null
  try {
    return { answer: await send(photo), photo: photo ? 'accepted' : 'none' }
  } catch (error) {
    refused = failureOf(error)
    if (!photo || !refused || !mayBeThePhoto(refused)) throw error
  }
  return { answer: await send(null), photo: { refused: photoRefusal(refused) } }
}
