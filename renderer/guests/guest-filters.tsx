import { useEffect, useRef, useState } from 'react'
import { GuestFilter } from '../../shared/model/visit.ts'
import { chords } from '../keys/keys.ts'
import { useKey } from '../keys/use-key.ts'
import { useFrom, useStores } from '../stores/context.ts'
import { useFormat } from '../text/use-format.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { KeyCap } from '../ui/key-cap.tsx'
import styles from './guests-screen.module.css'

/** Whom the table shows: by a saved filter, and by what is typed. */
export function GuestFilters() {
  const { t } = useText()
  const format = useFormat()
  const filter = useFrom('guestTable', s => s.filter)
  const narrow = useFrom('guestTable', s => s.narrow)
  const asked = useFrom('guestTable', s => s.text)
  const counts = useFrom('guestTable', s => s.counts)
  const { draft, view } = useStores()
  const box = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(asked)
  useKey(chords.search, () => box.current?.focus())
  useEffect(() => {
    if (text.trim() === asked) return
    const timer = setTimeout(() => narrow({ text: text.trim() }), 150)
    return () => clearTimeout(timer)
  }, [text, asked, narrow])
  // What must never be is offered when it is; a banner says so as well.
  const shown = GuestFilter.options.filter(name => name !== 'alarms' || name === filter || (counts?.alarms ?? 0) > 0)
  const newGuest = () => {
    draft.getState().clear()
    view.getState().go('desk')
  }
  useKey(chords.newGuest, newGuest)
  return (
    <>
      <header className={styles.head}>
        <h1>{t('guests.title')}</h1>
        <label className={styles.find}>
          <Icon name="search" />
          <input
            ref={box}
            value={text}
            placeholder={t('guests.find')}
            aria-label={t('guests.find')}
            onChange={event => setText(event.target.value)}
            data-finds
            data-testid="find-guest"
          />
          <KeyCap name="search" />
        </label>
        <Button icon="print" keyName="muster" onClick={() => view.getState().open('muster')} data-testid="open-muster">
          {t('muster.title')}
        </Button>
        <Button look="main" icon="plus" keyName="newGuest" onClick={newGuest} data-testid="new-guest">
          {t('frame.new guest')}
        </Button>
      </header>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend; this is a toolbar's group */}
      <div className={styles.filters} role="group" aria-label={t('guests.filters')}>
        {shown.map(name => (
          <button
            key={name}
            type="button"
            className={styles.filter}
            aria-pressed={name === filter}
            data-alarm={name === 'alarms' && (counts?.alarms ?? 0) > 0}
            onClick={() => narrow({ filter: name })}
            data-testid={`guests-${name}`}
          >
            {name === 'alarms' && (counts?.alarms ?? 0) > 0 && <Icon name="bang" size={14} />}
            {t(`guests.filter ${name}`)} {counts && <b>{format.number(counts[name])}</b>}
          </button>
        ))}
      </div>
    </>
  )
}
