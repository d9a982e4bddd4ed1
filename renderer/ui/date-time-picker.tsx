import { DatePicker } from '@mantine/dates'
import { useState } from 'react'
import { type Instant, LAST_INSTANT } from '../../shared/model/time.ts'
import { fromFieldText, toFieldText } from '../stores/until.ts'
import { useFormat } from '../text/use-format.ts'
import { useText } from '../text/use-text.ts'
import { Button } from './button.tsx'
import styles from './date-time-picker.module.css'
import { Field } from './field.tsx'

/** A day and an hour of the desk's zone, in the language of the moment: the browser's own field would speak the machine's. */
export function DateTimePicker({ from, now, onTake }: { from: Instant; now: Instant; onTake: (at: Instant) => void }) {
  const { t, locale } = useText()
  const { zone } = useFormat()
  const [day, setDay] = useState<string | null>(() => toFieldText(from, zone).slice(0, 10))
  const [time, setTime] = useState(() => toFieldText(from, zone).slice(11))
  const hours = /^([01]?\d|2[0-3]):?([0-5]\d)$/.exec(time.trim())
  const picked = day && hours ? fromFieldText(`${day}T${hours[1]?.padStart(2, '0')}:${hours[2]}`, zone) : null
  const take = () => picked !== null && onTake(picked)
  // Mantine's calendar speaks in plain dates; they are named in UTC so that no zone moves them.
  const name = (options: Intl.DateTimeFormatOptions) => (date: string) =>
    new Intl.DateTimeFormat(locale === 'ru' ? 'ru-RU' : 'en-GB', { timeZone: 'UTC', ...options }).format(
      new Date(`${date.slice(0, 10)}T00:00Z`),
    )
  return (
    <div className={styles.picker}>
      <DatePicker
        value={day}
        onChange={setDay}
        defaultDate={day ?? undefined}
        minDate={toFieldText(now, zone).slice(0, 10)}
        maxDate={toFieldText(LAST_INSTANT, zone).slice(0, 10)}
        weekdayFormat={name({ weekday: 'short' })}
        monthLabelFormat={name({ month: 'long', year: 'numeric' })}
        monthsListFormat="MM"
        firstDayOfWeek={1}
        hideOutsideDates
        size="xs"
        ariaLabels={{
          previousMonth: t('frame.month before'),
          nextMonth: t('frame.month after'),
          monthLevelControl: t('frame.month'),
        }}
      />
      <div className={styles.foot}>
        <Field
          label={t('frame.time')}
          inputMode="numeric"
          value={time}
          aria-invalid={picked === null}
          onChange={event => setTime(event.target.value)}
          onKeyDown={event => event.code === 'Enter' && take()}
        />
        <Button
          look="main"
          onClick={take}
          aria-disabled={picked === null}
          title={picked === null ? t('frame.error date') : undefined}
        >
          {t('frame.take date')}
        </Button>
      </div>
    </div>
  )
}
