import { useEffect, useState } from 'react'
import type { VisitId } from '../../shared/model/ids.ts'
import { chords } from '../keys/keys.ts'
import { useKey } from '../keys/use-key.ts'
import { useFrom } from '../stores/context.ts'

const UNDO_MS = 10_000

export interface Undo {
  /** Whole seconds left; 0: there is nothing to undo. */
  seconds: number
  offer(visitId: VisitId): void
  /** Takes the access back. */
  run(): void
}

/** Ten seconds in which a registration can be withdrawn. A registration goes at once; this is its way back. */
export function useUndo(): Undo {
  const withdraw = useFrom('visits', s => s.withdraw)
  const [last, setLast] = useState<{ visitId: VisitId; until: number } | null>(null)
  const [now, setNow] = useState(0)
  const left = last ? last.until - now : 0
  useEffect(() => {
    if (!last) return
    const timer = setInterval(() => {
      setNow(Date.now())
      if (Date.now() >= last.until) setLast(null)
    }, 250)
    return () => clearInterval(timer)
  }, [last])
  const run = () => {
    if (!last) return
    setLast(null)
    void withdraw(last.visitId)
  }
  // In a text field Ctrl+Z is the field's own, unless there is nothing typed to take back.
  useKey(
    chords.undo,
    event => (event.target instanceof HTMLInputElement && event.target.value !== '' ? false : run()),
    last !== null,
  )
  return {
    seconds: last ? Math.max(1, Math.ceil(left / 1000)) : 0,
    offer(visitId) {
      setNow(Date.now())
      setLast({ visitId, until: Date.now() + UNDO_MS })
    },
    run,
  }
}
