import { useRef, useState } from 'react'
import type { VisitId } from '../../shared/model/ids.ts'
import { useFrom } from '../stores/context.ts'
import { lowerFirst } from '../text/lower-first.ts'
import { useFailure } from '../text/use-failure.ts'
import { useText } from '../text/use-text.ts'

export interface NewPhoto {
  input: React.RefObject<HTMLInputElement | null>
  /** What is to be said in that row instead of its cause. */
  notes: ReadonlyMap<VisitId, string>
  pick(visitId: VisitId): void
  take(file: File | undefined): Promise<void>
}

/** Another picture for a guest whose photo was refused: judged here and now, and sent at once when it is fine. */
export function useNewPhoto(): NewPhoto {
  const { t } = useText()
  const say = useFailure()
  const prepare = useFrom('photos', s => s.prepare)
  const newPhoto = useFrom('visits', s => s.newPhoto)
  const [notes, setNotes] = useState<ReadonlyMap<VisitId, string>>(new Map())
  const input = useRef<HTMLInputElement>(null)
  const wanted = useRef<VisitId | null>(null)
  const note = (visitId: VisitId, text: string | null) =>
    setNotes(before => {
      const next = new Map(before)
      if (text === null) next.delete(visitId)
      else next.set(visitId, text)
      return next
    })
  return {
    input,
    notes,
    pick(visitId) {
      wanted.current = visitId
      input.current?.click()
    },
    async take(file) {
      const visitId = wanted.current
      if (!file || visitId === null) return
      note(visitId, t('batches.photo checking'))
      const answer = await prepare(file)
      if (!answer.ok) return note(visitId, say(answer.failure))
      const { verdict, photo, url } = answer.value
      if (url) URL.revokeObjectURL(url)
      if (!photo) {
        const cause = say({ kind: 'photo-refused', cause: verdict.first ?? undefined })
        return note(visitId, t('batches.photo not fit', { cause: lowerFirst(cause) }))
      }
      const sent = await newPhoto(visitId, photo)
      note(visitId, sent.ok ? null : say(sent.failure))
    },
  }
}
