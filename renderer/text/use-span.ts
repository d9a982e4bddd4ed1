import { useMemo } from 'react'
import type { TextKey } from './keys.ts'
import { rangeOf, type Span, tookOf } from './span.ts'
import { useText } from './use-text.ts'

export interface SpanText {
  /** от 6 до 7 мин */
  range(span: Span): string
  /** 3 мин 12 с */
  took(ms: number): string
}

/** Lengths of time in words. */
export function useSpan(): SpanText {
  const { t } = useText()
  return useMemo(
    () => ({
      range(span) {
        const { key, low, high } = rangeOf(span)
        return t(`spans.${key}` as TextKey, { low, high })
      },
      took(ms) {
        const { key, ...parts } = tookOf(ms)
        return t(`spans.${key}`, parts)
      },
    }),
    [t],
  )
}
