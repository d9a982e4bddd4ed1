import { useEffect, useState } from 'react'
import { useFrom } from '../stores/context.ts'

/** The core's clock, told every `everyMs`. */
export function useNow(everyMs = 1_000): number {
  const ahead = useFrom('session', s => s.ahead)
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now + ahead
}
