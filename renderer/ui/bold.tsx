import { Fragment } from 'react'

/** A sentence of ours with its figures marked: `**312** of 480`. */
export function Bold({ text }: { text: string }) {
  return text.split('**').map((part, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence have no other name
    index % 2 === 1 ? <strong key={index}>{part}</strong> : <Fragment key={index}>{part}</Fragment>,
  )
}
