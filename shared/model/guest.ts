import { z } from 'zod'

/** What the site refuses in names (protocol A1 userId, A4 person), and line breaks with them. `'` is not here: it is turned into ’ first. */
const REFUSED_IN_NAMES = /[/\\:*?"<>|\p{Cc}]/u
export const NAME_MAX = 256

export type NameProblem = 'missing' | 'too long' | 'characters the system refuses'

/** Spaces folded and `'` made ’, as the form shows it. Line breaks are left in: they are named, not hidden. */
export function tidyName(text: string): string {
  return text
    .replace(/[^\S\r\n]+/gu, ' ')
    .trim()
    .replaceAll("'", '’')
    .normalize('NFC')
}

/** How words are compared, never how they are shown: lower case, ё as е, spaces folded. */
export function fold(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll('ё', 'е').replace(/\s+/gu, ' ').trim()
}

/** What the site would refuse in a tidied name; null when nothing. */
export function nameProblem(name: string): NameProblem | null {
  if (name === '') return 'missing'
  if (name.length > NAME_MAX) return 'too long'
  return REFUSED_IN_NAMES.test(name) ? 'characters the system refuses' : null
}

/** The refused characters that stand in `name`, each once, for the message at the field. */
export function refusedCharacters(name: string): string[] {
  return [...new Set(name)].filter(c => REFUSED_IN_NAMES.test(c))
}

const name = z
  .string()
  .transform(tidyName)
  .superRefine((value, context) => {
    const problem = nameProblem(value)
    if (problem) context.addIssue({ code: 'custom', message: problem })
  })
const words = (max: number) => z.string().trim().max(max, 'too long').default('')

/** What the desk knows of a guest. Family and given name go to the site; the rest stays on this machine (decisions/003). */
export const GuestCard = z.object({
  family: name,
  given: name,
  patronymic: z
    .string()
    .default('')
    .transform(tidyName)
    .superRefine((value, context) => {
      const problem = value === '' ? null : nameProblem(value)
      if (problem) context.addIssue({ code: 'custom', message: problem })
    }),
  company: words(200),
  document: words(64),
  phone: words(64),
  email: words(64),
  host: words(200),
  purpose: words(200),
})
export type GuestCard = z.infer<typeof GuestCard>
export type GuestCardInput = z.input<typeof GuestCard>

/** Family, given, patronymic: the order of a Russian list, and of ours. */
export function fullName(card: { family: string; given: string; patronymic?: string }): string {
  return [card.family, card.given, card.patronymic].filter(Boolean).join(' ')
}

/**
 * Splits what was typed in the desk's one box: "Family Given Patronymic" or "Family, Given Middle".
 * One word is a family name with no given name yet; the form says so.
 */
export function splitName(text: string): { family: string; given: string; patronymic: string } {
  const tidy = tidyName(text)
  const comma = tidy.indexOf(',')
  if (comma >= 0) {
    return { family: tidy.slice(0, comma).trim(), given: tidy.slice(comma + 1).trim(), patronymic: '' }
  }
  const [family = '', given = '', ...rest] = tidy.split(' ')
  return { family, given, patronymic: rest.join(' ') }
}
