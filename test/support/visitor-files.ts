// Visitor lists as people save them. `cp1251` is what Russian Excel writes.

/** Windows-1251 of a text in Latin and Russian letters. */
export function cp1251(text: string): Buffer {
  return Buffer.from(
    [...text].map(letter => {
      const code = letter.codePointAt(0) ?? 63
      if (code < 128) return code
      if (letter === 'Ё') return 0xa8
      if (letter === 'ё') return 0xb8
      return code >= 0x410 && code <= 0x44f ? code - 0x410 + 0xc0 : 63
    }),
  )
}

const HEAD = ['Фамилия', 'Имя', 'Компания', 'Уровень доступа', 'Действует с', 'Действует до']

/** `count` guests for the level `Гости`, with dates as Russian Excel writes them. */
export function russianList(count: number): string {
  const rows = Array.from({ length: count }, (_, i) => {
    const letters = [...String(i)].map(digit => 'абвгдежзик'[Number(digit)]).join('')
    return [`Гостев${letters}`, 'Иван', 'ООО Ромашка', 'Гости', '15.03.2030 09:00', '15.03.2030 18:00']
  })
  return [HEAD, ...rows].map(cells => cells.join(';')).join('\r\n')
}
