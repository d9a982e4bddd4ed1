import { fullName } from '../../shared/model/guest.ts'
import { useText } from './use-text.ts'

type Named = { family: string; given: string; patronymic?: string }

/** A guest's name as a list has it: `Иванов Пётр Олегович`, `Okafor, Daniel`. */
export function useName(): (guest: Named) => string {
  const { locale } = useText()
  if (locale === 'ru') return fullName
  return ({ family, given, patronymic = '' }) =>
    [family, [given, patronymic].filter(Boolean).join(' ')].filter(Boolean).join(', ')
}
