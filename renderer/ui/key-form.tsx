import type { KeyboardEvent, ReactNode, RefObject } from 'react'
import { chords, matches } from '../keys/keys.ts'
import { focusNextField } from '../keys/next-field.ts'

/** A form for the keyboard: Enter goes on to the next field, and the browser sends nothing by itself. */
export function KeyForm({
  form,
  label,
  className,
  onLast,
  children,
}: {
  form: RefObject<HTMLFormElement | null>
  label: string
  className?: string | undefined
  /** Enter in the last field; left out, it goes on to the main button. */
  onLast?: () => void
  children: ReactNode
}) {
  const onKeyDown = (event: KeyboardEvent<HTMLFormElement>) => {
    const target = event.target as Element
    if (!form.current || target.closest('button') || !matches(event.nativeEvent, chords.nextField)) return
    event.preventDefault()
    const isLast = target === [...form.current.querySelectorAll('input:not([type=checkbox])')].at(-1)
    if (isLast && onLast) return onLast()
    focusNextField(form.current, target)
  }
  return (
    <form
      ref={form}
      className={className}
      onKeyDown={onKeyDown}
      onSubmit={event => event.preventDefault()}
      aria-label={label}
      noValidate
    >
      {children}
    </form>
  )
}
