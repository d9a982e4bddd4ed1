import { useMemo } from 'react'
import type { DoorLamp } from '../../shared/model/visit.ts'
import { lowerFirst } from './lower-first.ts'
import { sayFailure } from './use-failure.ts'
import { useText } from './use-text.ts'

/** Says which door refused and why, short enough for a row: the door is named once. */
export function useRefusal(): (door: DoorLamp) => string {
  const text = useText()
  return useMemo(
    () =>
      ({ name, cause }) => {
        if (!cause) return name
        if (cause.cause === 'door-failed') return text.t('failures.door failed', { door: name })
        return text.t('failures.door refused', { door: name, cause: lowerFirst(sayFailure(text, cause)) })
      },
    [text],
  )
}
