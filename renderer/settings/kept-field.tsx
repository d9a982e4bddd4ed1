import { type ComponentProps, type KeyboardEvent, useState } from 'react'
import { chords, matches } from '../keys/keys.ts'
import { Field } from '../ui/field.tsx'

interface Props extends Omit<ComponentProps<typeof Field>, 'value' | 'onChange' | 'onBlur' | 'onKeyDown'> {
  kept: string
  /** What is wrong with a text, in words; undefined: nothing, it may be kept. */
  faultOf: (text: string) => string | undefined
  onKeep: (text: string) => void
}

/** A field without a button: it is kept at Enter and when it is left, and Escape brings back what is kept. What is wrong is said then, and not while somebody types. */
export function KeptField({ kept, faultOf, onKeep, error, ...field }: Props) {
  const [typed, setTyped] = useState<string | null>(null)
  const [tried, setTried] = useState(false)
  const text = typed ?? kept
  const type = (next: string | null) => {
    setTyped(next)
    setTried(false)
  }
  const keep = () => {
    if (typed === null) return
    if (faultOf(typed.trim()) !== undefined) return setTried(true)
    type(null)
    if (typed.trim() !== kept) onKeep(typed.trim())
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const isKept = matches(event.nativeEvent, chords.nextField)
    if (!isKept && !(typed !== null && matches(event.nativeEvent, chords.close))) return
    event.preventDefault()
    if (isKept) keep()
    else type(null)
  }
  return (
    <Field
      {...field}
      value={text}
      error={tried ? faultOf(text.trim()) : typed === null ? error : undefined}
      onChange={event => type(event.target.value)}
      onBlur={keep}
      onKeyDown={onKeyDown}
    />
  )
}
