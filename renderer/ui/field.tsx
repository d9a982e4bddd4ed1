import { type ComponentProps, type ReactNode, useId } from 'react'
import styles from './field.module.css'
import { Icon } from './icon.tsx'

interface Props extends Omit<ComponentProps<'input'>, 'children'> {
  label: string
  /** What is wrong, at the field itself. */
  error?: string | undefined
  hint?: ReactNode
  /** Stands at the right of the label. */
  aside?: ReactNode
}

/** A text field with its label above: a placeholder is no label. Spread `register('…')` of a form onto it. */
export function Field({ label, error, hint, aside, id, ...input }: Props) {
  const own = useId()
  const fieldId = id ?? own
  const note = error ?? hint
  return (
    <div className={styles.field}>
      <div className={styles.head}>
        <label htmlFor={fieldId}>{label}</label>
        {aside}
      </div>
      <input
        autoComplete="off"
        spellCheck={false}
        type="text"
        {...input}
        id={fieldId}
        className={styles.input}
        aria-invalid={error ? true : undefined}
        aria-describedby={note ? `${fieldId}-note` : undefined}
      />
      {note && (
        <p id={`${fieldId}-note`} className={error ? styles.error : styles.hint} role={error ? 'alert' : undefined}>
          {error && <Icon name="cross" size={12} />}
          {note}
        </p>
      )}
    </div>
  )
}
