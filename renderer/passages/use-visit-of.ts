import { useEffect } from 'react'
import type { PassageView } from '../../shared/model/passage.ts'
import type { VisitView } from '../../shared/model/visit.ts'
import { useFrom } from '../stores/context.ts'

/** Cards that rush by ask for no visit. */
const STAYED_MS = 150

/** The visit a passage was matched to, kept fresh by pushes; null while it is not known, or where there is none. */
export function useVisitOf({ visitId }: Pick<PassageView, 'visitId'>): VisitView | null {
  const visit = useFrom('visits', s => (visitId === null ? undefined : s.byId[visitId]))
  const want = useFrom('visits', s => s.want)
  useEffect(() => {
    if (visitId === null) return
    const timer = setTimeout(() => want(visitId), STAYED_MS)
    return () => clearTimeout(timer)
  }, [visitId, want])
  return visit ?? null
}
