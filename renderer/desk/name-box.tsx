import { type KeyboardEvent, useDeferredValue, useEffect, useState } from 'react'
import { useWatch } from 'react-hook-form'
import type { KnownGuest } from '../../shared/contract/calls.ts'
import { useFrom } from '../stores/context.ts'
import { useFormat } from '../text/use-format.ts'
import { useText } from '../text/use-text.ts'
import { Icon } from '../ui/icon.tsx'
import { KeyCap } from '../ui/key-cap.tsx'
import { curlApostrophes } from './apostrophe.ts'
import styles from './name-box.module.css'
import { PastGuests } from './past-guests.tsx'
import type { DeskForm } from './use-desk-form.ts'

const PAUSE_MS = 120
/** Fewer letters find everybody. */
const LEAST = 2

/**
 * One box that is both search and name. While one word stands in it, Enter takes over the past guest that is marked (nobody can be registered under one word);
 * with a given name typed, Enter goes on to the next field, and only an arrow key marks a past guest.
 */
export function NameBox({ form, error }: { form: DeskForm; error: string | undefined }) {
  const { t } = useText()
  const format = useFormat()
  const { search, found, asked } = useFrom('guests', s => s)
  const known = useFrom('draft', s => s.known)
  const takeOver = useFrom('draft', s => s.takeOver)
  const setDraft = useFrom('draft', s => s.set)
  const [open, setOpen] = useState(false)
  const [moved, setMoved] = useState<number | null>(null)
  const text = useDeferredValue(useWatch({ control: form.control, name: 'name' }))
    .replace(',', ' ')
    .trim()

  useEffect(() => {
    const timer = setTimeout(() => void search(text.length >= LEAST ? text : ''), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text, search])

  const guests = asked === text && text !== '' ? found : []
  const shown = open && guests.length > 0
  const marked = moved ?? (/[\s,]/.test(text) ? -1 : 0)
  const take = (guest: KnownGuest) => {
    takeOver(guest)
    setOpen(false)
    setMoved(null)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const guest = guests[marked]
    if (event.code === 'ArrowDown' && guests.length > 0) {
      setOpen(true)
      setMoved(shown ? Math.min(guests.length - 1, marked + 1) : Math.max(0, marked))
    } else if (event.code === 'ArrowUp' && shown) setMoved(Math.max(-1, marked - 1))
    else if (event.code === 'Escape' && shown) setOpen(false)
    else if ((event.code === 'Enter' || event.code === 'NumpadEnter') && !event.ctrlKey && shown && guest) take(guest)
    else return
    event.preventDefault()
  }
  const { onChange, onBlur, ...field } = form.register('name')

  return (
    <div className={styles.field}>
      <div className={styles.head}>
        <label htmlFor="guest-name">{t('desk.name')}</label>
        {error ? (
          <p id="guest-name-error" className={styles.error} role="alert">
            <Icon name="cross" size={12} /> {error}
          </p>
        ) : (
          <KeyCap name="search" />
        )}
      </div>
      <div className={styles.box} data-invalid={Boolean(error)}>
        <Icon name="search" size={20} />
        <input
          {...field}
          id="guest-name"
          className={styles.input}
          autoComplete="off"
          spellCheck={false}
          role="combobox"
          aria-expanded={shown}
          aria-controls="past-guests"
          aria-autocomplete="list"
          aria-activedescendant={shown && marked >= 0 ? `past-guest-${marked}` : undefined}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? 'guest-name-error' : undefined}
          onKeyDown={onKeyDown}
          onChange={event => {
            curlApostrophes(event.target)
            setOpen(true)
            setMoved(null)
            void onChange(event)
          }}
          onBlur={event => {
            setOpen(false)
            void onBlur(event)
          }}
        />
        {known ? (
          <button
            type="button"
            className={styles.aside}
            data-own-enter
            onClick={() => setDraft({ known: null })}
            title={t('desk.not this guest')}
            data-testid="known-guest"
          >
            <Icon name="check" size={14} />
            {known.lastVisitAt === null ? t('desk.known') : t('desk.known since', { date: format.date(known.lastVisitAt) })}
            <Icon name="cross" size={14} />
          </button>
        ) : (
          guests.length > 0 && (
            <button
              type="button"
              className={styles.aside}
              tabIndex={-1}
              data-own-enter
              onMouseDown={event => event.preventDefault()}
              onClick={() => setOpen(!shown)}
            >
              {t('desk.similar', { count: guests.length })}
              <Icon name="chevron" size={14} />
            </button>
          )
        )}
        {shown && <PastGuests guests={guests} marked={marked} onTake={take} onMark={setMoved} />}
      </div>
    </div>
  )
}
