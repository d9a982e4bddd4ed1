import { type KeyboardEvent, type ReactNode, useState } from 'react'
import { chords, matches } from '../keys/keys.ts'
import { useText } from '../text/use-text.ts'
import { Button } from './button.tsx'
import styles from './confirm-button.module.css'
import type { IconName } from './icon.tsx'

/** A button for what cannot be undone: pressed, it names what will happen and is pressed once more. Esc, or going elsewhere, takes it back. */
export function ConfirmButton({
  children,
  confirm,
  note,
  onConfirm,
  look = 'plain',
  size = 28,
  icon,
  busy = false,
  testId,
}: {
  children: ReactNode
  /** The name of what it is done to. */
  confirm: string
  note?: ReactNode
  onConfirm: () => void
  look?: 'plain' | 'danger' | 'repair'
  size?: 24 | 28 | 32
  icon?: IconName
  busy?: boolean
  testId: string
}) {
  const { t } = useText()
  const [asked, setAsked] = useState(false)
  const onKeyDown = (event: KeyboardEvent) => {
    if (!matches(event.nativeEvent, chords.close)) return
    event.preventDefault()
    setAsked(false)
  }
  if (!asked)
    return (
      <Button
        look={look}
        size={size}
        {...(icon ? { icon } : {})}
        aria-disabled={busy}
        onClick={() => !busy && setAsked(true)}
        data-testid={testId}
      >
        {children}
      </Button>
    )
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend; this is a question with its two answers
    <div
      className={styles.asked}
      role="group"
      aria-label={confirm}
      onKeyDown={onKeyDown}
      onBlur={event => !event.currentTarget.contains(event.relatedTarget) && setAsked(false)}
    >
      {note && <p>{note}</p>}
      <div>
        <Button
          ref={element => element?.focus()}
          look="danger"
          size={size}
          onClick={() => {
            setAsked(false)
            onConfirm()
          }}
          data-testid={`${testId}-confirm`}
        >
          {confirm}
        </Button>
        <Button look="quiet" size={size} onClick={() => setAsked(false)}>
          {t('frame.not now')}
        </Button>
      </div>
    </div>
  )
}
