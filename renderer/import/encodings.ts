import { Encoding, Separator } from '../../shared/model/visitor-list.ts'

export const encodings = Encoding.options
export const separators = Separator.options

/** Their own names; nobody translates them. */
export const encodingNames: Record<Encoding, string> = {
  'utf-8': 'UTF-8',
  'windows-1251': 'Windows-1251',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
}

export function separatorKey(separator: Separator): 'import.separator ;' | 'import.separator ,' | 'import.separator tab' {
  return separator === '\t' ? 'import.separator tab' : `import.separator ${separator}`
}
