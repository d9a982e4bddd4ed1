import { type KeyboardEvent, useEffect, useState } from 'react'
import { chords, type KeyName } from '../keys/keys.ts'
import { useFrom } from '../stores/context.ts'
import type { Screen } from '../stores/view.ts'
import { useFormat } from '../text/use-format.ts'
import { useName } from '../text/use-name.ts'
import { useText } from '../text/use-text.ts'
import { Icon, type IconName } from '../ui/icon.tsx'
import { KeyCap } from '../ui/key-cap.tsx'
import { Layer } from '../ui/layer.tsx'
import { Portrait } from '../ui/portrait.tsx'
import styles from './command-box.module.css'

const screens: { screen: Screen; icon: IconName }[] = [
  { screen: 'desk', icon: 'plus' },
  { screen: 'import', icon: 'upload' },
  { screen: 'batches', icon: 'list' },
  { screen: 'passages', icon: 'enters' },
  { screen: 'guests', icon: 'person' },
  { screen: 'settings', icon: 'sliders' },
]

/** Find or do: past guests by name, screens, theme and language. Ctrl+K. */
export function CommandBox() {
  const { t, locale } = useText()
  const format = useFormat()
  const nameOf = useName()
  const { go, open } = useFrom('view', s => s)
  const prefer = useFrom('session', s => s.prefer)
  const { search, found } = useFrom('guests', s => s)
  const draft = useFrom('draft', s => s)
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const wanted = text.trim().toLowerCase()
  useEffect(() => {
    const timer = setTimeout(() => void search(wanted.length > 1 ? wanted : ''), 150)
    return () => clearTimeout(timer)
  }, [wanted, search])

  const startOver = () => {
    draft.clear()
    go('desk')
  }
  const actions: { key: string; icon: IconName; word: string; keyName?: KeyName; act: () => void }[] = [
    { key: 'new', icon: 'plus', word: t('frame.new guest'), keyName: 'newGuest', act: startOver },
    ...screens.map(({ screen, icon }) => ({
      key: screen,
      icon,
      word: t('frame.go to', { screen: t(`frame.${screen}`) }),
      ...(screen in chords ? { keyName: screen as KeyName } : {}),
      act: () => go(screen),
    })),
    { key: 'muster', icon: 'print', word: t('muster.title'), keyName: 'muster', act: () => open('muster') },
    { key: 'light', icon: 'sun', word: t('frame.theme light'), act: () => void prefer({ theme: 'light' }) },
    { key: 'dark', icon: 'moon', word: t('frame.theme dark'), act: () => void prefer({ theme: 'dark' }) },
    { key: 'system', icon: 'sun', word: t('frame.theme system'), act: () => void prefer({ theme: 'system' }) },
    {
      key: 'language',
      icon: 'globe',
      word: t('frame.language'),
      act: () => void prefer({ locale: locale === 'ru' ? 'en' : 'ru' }),
    },
  ]
  const people = wanted.length > 1 ? found : []
  const options = [
    ...people.map(guest => ({
      key: `guest-${guest.id}`,
      word: nameOf(guest),
      face: <Portrait of={guest} photo={guest.photo} size="row" />,
      note: [
        guest.company,
        guest.lastVisitAt === null ? t('frame.no visits') : t('frame.last visit', { date: format.date(guest.lastVisitAt) }),
      ]
        .filter(Boolean)
        .join(' · '),
      act: () => {
        draft.takeOver(guest)
        go('desk')
      },
    })),
    ...actions
      .filter(action => action.word.toLowerCase().includes(wanted))
      .map(({ key, word, icon, keyName, act }) => ({
        key,
        word,
        face: <Icon name={icon} />,
        note: keyName ? <KeyCap name={keyName} /> : null,
        act,
      })),
  ]
  const run = (index: number) => {
    const option = options[index]
    if (!option) return
    open(null)
    option.act()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.code === 'ArrowDown') setAt(Math.min(options.length - 1, at + 1))
    else if (event.code === 'ArrowUp') setAt(Math.max(0, at - 1))
    else if (event.code === 'Enter' || event.code === 'NumpadEnter') run(at)
    else return
    event.preventDefault()
  }

  return (
    <Layer label={t('frame.find')} onClose={() => open(null)}>
      <div className={styles.box}>
        <Icon name="search" size={20} />
        <input
          // biome-ignore lint/a11y/noAutofocus: a dialog opened to type into
          autoFocus
          value={text}
          aria-label={t('frame.find')}
          role="combobox"
          aria-expanded="true"
          aria-controls="commands"
          aria-activedescendant={options[at] ? `command-${options[at].key}` : undefined}
          onChange={event => {
            setText(event.target.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
          spellCheck={false}
          autoComplete="off"
        />
      </div>
      <div id="commands" role="listbox" aria-label={t('frame.find')} className={styles.options}>
        {options.length === 0 && <p className={styles.nothing}>{t('frame.find nothing')}</p>}
        {options.map((option, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input's, above
          <div
            key={option.key}
            id={`command-${option.key}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className={styles.option}
            onClick={() => run(index)}
            onPointerMove={() => setAt(index)}
          >
            <span className={styles.face}>{option.face}</span>
            <span>{option.word}</span>
            <span className={styles.note}>{option.note}</span>
          </div>
        ))}
      </div>
    </Layer>
  )
}
