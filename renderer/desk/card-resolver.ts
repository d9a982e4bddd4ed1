import type { Resolver } from 'react-hook-form'
import { GuestCard, splitName } from '../../shared/model/guest.ts'
import type { DraftFields } from '../stores/draft.ts'

/** The core's own card, out of the form's fields: the one box becomes family, given and patronymic. */
export function cardInput({ name, ...rest }: DraftFields) {
  return { ...splitName(name), ...rest }
}

const partsOfName = ['family', 'given', 'patronymic']

/** The core's own schema in the form. A message is a word of the schema (`given missing`, `too long`); `desk.error …` says it. */
export const cardResolver: Resolver<DraftFields, unknown, GuestCard> = fields => {
  const read = GuestCard.safeParse(cardInput(fields))
  if (read.success) return { values: read.data, errors: {} }
  const errors: Partial<Record<keyof DraftFields, { type: string; message: string }>> = {}
  for (const issue of read.error.issues) {
    const part = String(issue.path[0])
    const field = (partsOfName.includes(part) ? 'name' : part) as keyof DraftFields
    const message = issue.message === 'missing' ? `${part} missing` : issue.message
    errors[field] ??= { type: 'schema', message }
  }
  return { values: {}, errors }
}
