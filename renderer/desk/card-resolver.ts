import type { Resolver } from 'react-hook-form'
import { fullName, GuestCard, splitName, tidyName } from '../../shared/model/guest.ts'
import type { DraftFields } from '../stores/draft.ts'

type NameParts = { family: string; given: string; patronymic: string }

/** The core's own card, out of the form's fields: the one box becomes family, given and patronymic, as they were where a past guest's name stands unchanged. */
export function cardInput({ name, ...rest }: DraftFields, known: NameParts | null) {
  const parts = known && tidyName(name) === fullName(known) ? known : splitName(name)
  return { ...rest, family: parts.family, given: parts.given, patronymic: parts.patronymic }
}

const partsOfName = ['family', 'given', 'patronymic']

/** The core's own schema in the form. A message is a word of the schema (`given missing`, `too long`); `desk.error …` says it. */
export function cardResolver(known: () => NameParts | null): Resolver<DraftFields, unknown, GuestCard> {
  return fields => {
    const read = GuestCard.safeParse(cardInput(fields, known()))
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
}
