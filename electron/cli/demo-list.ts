const RUSSIAN = [
  ['Орлова', 'Вера', 'Михайловна'],
  ['Рудаков', 'Виктор', 'Ильич'],
  ['Ахмедов', 'Тимур', 'Рашидович'],
  ['Лапина', 'Виктория', 'Юрьевна'],
  ['Ким', 'Алина', 'Евгеньевна'],
] as const
const ENGLISH = [
  ['Marchetti', 'Elena', ''],
  ['Okafor', 'Daniel', ''],
  ['Stern', 'Henry', ''],
  ['Mendez', 'Rosa', ''],
  ['Lindqvist', 'Nils', ''],
] as const
const COMPANIES = ['«Северный порт»', 'Halden Instruments', '«Гефест Строй»', 'Brightwater', '«Студия Ком»']

/** A visitor list of invented people: half of it Russian, half English, with a document of its own for each. */
export function demoList(count: number): { csv: string; documents: string[] } {
  const documents = Array.from({ length: count }, (_, i) => `DEMO${String(i + 1).padStart(4, '0')}`)
  const lines = documents.map((document, i) => {
    const people = i % 2 === 0 ? RUSSIAN : ENGLISH
    const [family, given, patronymic] = people[Math.floor(i / 2) % people.length] ?? people[0]
    return [family, given, patronymic, COMPANIES[i % COMPANIES.length], document, i % 2 === 0 ? 'Гости' : 'Guests'].join(';')
  })
  return { csv: ['Фамилия;Имя;Отчество;Компания;Документ;Уровень доступа', ...lines].join('\r\n'), documents }
}
