import { useMemo } from 'react'
import { useFrom } from '../stores/context.ts'
import { planOf, type SendPlan } from './send-plan.ts'

/** What sending would cost as things stand: the limit and the latency are the site's of this moment, to the nearest step. */
export function useSendPlan(): SendPlan {
  const rows = useFrom('list', s => s.preview?.rows)
  const rate = useFrom('status', s => s.status?.limiter.rate ?? 0)
  const concurrency = useFrom('status', s => s.status?.limiter.concurrency ?? 0)
  // A forecast that flickers with every answer is no forecast.
  const latency = useFrom('status', s => Math.ceil((s.status?.site.latencyMs ?? 200) / 50) * 50)
  return useMemo(() => planOf(rows ?? [], { rate, concurrency, latency: latency / 1000 }), [rows, rate, concurrency, latency])
}
