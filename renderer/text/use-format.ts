import { useMemo } from 'react'
import type { Locale } from '../../shared/model/settings.ts'
import { type Instant, wallTime } from '../../shared/model/time.ts'
import { useFrom } from '../stores/context.ts'
import { zoneOf } from '../stores/session.ts'
import { useText } from './use-text.ts'

/** Dates and numbers in the language of the moment and the desk's zone, 24 h. */
export interface Format {
  zone: string
  /** 14:31 */
  time(at: Instant): string
  /** 14:31:52 */
  clock(at: Instant): string
  /** 24.11.2026 / 24 Nov 2026 */
  date(at: Instant): string
  /** пт 27 ноября / Fri 27 Nov */
  day(at: Instant): string
  /** пн 23 ноября, 14:32 */
  dayTime(at: Instant): string
  /** 24.11, 18:00 */
  shortDayTime(at: Instant): string
  /** 14:31 when it is today's, else the day with it. */
  when(at: Instant, now: Instant): string
  /** 4,6: at most `digits` behind the comma. */
  number(value: number, digits?: number): string
}

export function createFormat(locale: Locale, zone: string): Format {
  const tag = locale === 'ru' ? 'ru-RU' : 'en-GB'
  const dates = (options: Intl.DateTimeFormatOptions) => {
    const made = new Intl.DateTimeFormat(tag, { timeZone: zone, hourCycle: 'h23', ...options })
    return (at: Instant) => made.format(at)
  }
  const time = dates({ hour: '2-digit', minute: '2-digit' })
  const clock = dates({ hour: '2-digit', minute: '2-digit', second: '2-digit' })
  const date =
    locale === 'ru'
      ? dates({ day: '2-digit', month: '2-digit', year: 'numeric' })
      : dates({ day: 'numeric', month: 'short', year: 'numeric' })
  const weekday = dates({ weekday: 'short' })
  const dayMonth = locale === 'ru' ? dates({ day: 'numeric', month: 'long' }) : dates({ day: 'numeric', month: 'short' })
  const shortDay = locale === 'ru' ? dates({ day: '2-digit', month: '2-digit' }) : dayMonth
  const day = (at: Instant) => `${weekday(at)} ${dayMonth(at)}`
  const sameDay = (a: Instant, b: Instant) => {
    const [x, y] = [wallTime(a, zone), wallTime(b, zone)]
    return x.day === y.day && x.month === y.month && x.year === y.year
  }
  const numbers = new Map<number, Intl.NumberFormat>()
  return {
    zone,
    time,
    clock,
    date,
    day,
    dayTime: at => `${day(at)}, ${time(at)}`,
    shortDayTime: at => `${shortDay(at)}, ${time(at)}`,
    when: (at, now) => (sameDay(at, now) ? time(at) : `${shortDay(at)}, ${time(at)}`),
    number(value, digits = 0) {
      const format = numbers.get(digits) ?? new Intl.NumberFormat(tag, { maximumFractionDigits: digits })
      numbers.set(digits, format)
      return format.format(value)
    },
  }
}

/** The desk's own zone: its preference, else what the core says, else this machine's. */
export function useFormat(): Format {
  const { locale } = useText()
  const zone = useFrom('session', zoneOf)
  return useMemo(() => createFormat(locale, zone), [locale, zone])
}
