import type { ListField } from '../../shared/model/visitor-list.ts'

export type Columns = Partial<Record<ListField, number | null>>

/** What the columns of real lists are called, in the order in which a column is looked for. */
const SYNONYMS: Readonly<Record<ListField, readonly string[]>> = {
  family: ['фамилия', 'last name', 'lastname', 'surname', 'family name', 'family'],
  given: ['имя', 'first name', 'firstname', 'given name', 'given', 'forename'],
  patronymic: ['отчество', 'middle name', 'middlename', 'patronymic'],
  name: [
    'фио',
    'ф и о',
    'гость',
    'посетитель',
    'имя гостя',
    'full name',
    'fullname',
    'name',
    'guest',
    'guest name',
    'visitor',
    'visitor name',
  ],
  company: [
    'компания',
    'организация',
    'фирма',
    'место работы',
    'название организации',
    'наименование организации',
    'company',
    'organisation',
    'organization',
    'employer',
    'company name',
  ],
  document: [
    'документ',
    'паспорт',
    'номер документа',
    'удостоверение',
    'серия и номер',
    'номер паспорта',
    'паспорта',
    'паспортные данные',
    'серия и номер паспорта',
    'документ удостоверяющий личность',
    'document',
    'passport',
    'document number',
    'passport number',
    'id',
    'id number',
  ],
  phone: [
    'телефон',
    'тел',
    'мобильный',
    'номер телефона',
    'мобильный телефон',
    'моб телефон',
    'контактный телефон',
    'phone',
    'mobile',
    'phone number',
    'telephone',
    'cell',
    'mobile phone',
    'cell phone',
    'tel',
  ],
  email: ['почта', 'e mail', 'email', 'mail', 'электронная почта', 'эл почта', 'адрес почты', 'email address', 'e mail address'],
  host: [
    'к кому',
    'принимающий',
    'принимающая сторона',
    'ответственный',
    'встречающий',
    'host',
    'visiting',
    'to see',
    'contact person',
  ],
  purpose: ['цель', 'цель визита', 'причина', 'purpose', 'reason', 'purpose of visit', 'visit purpose', 'reason for visit'],
  level: ['уровень доступа', 'уровень', 'доступ', 'access level', 'level', 'access', 'access group'],
  from: [
    'начало',
    'с',
    'дата начала',
    'дата и время начала',
    'начало действия',
    'дата с',
    'дата прихода',
    'действует с',
    'начало визита',
    'приход',
    'from',
    'start',
    'valid from',
    'start date',
    'date from',
    'begin',
  ],
  until: [
    'окончание',
    'конец',
    'до',
    'по',
    'дата окончания',
    'дата и время окончания',
    'окончание действия',
    'дата по',
    'дата ухода',
    'действует до',
    'конец визита',
    'уход',
    'until',
    'to',
    'end',
    'valid until',
    'end date',
    'valid to',
    'valid till',
    'till',
    'date to',
  ],
  photo: ['фото', 'фотография', 'файл фото', 'photo', 'picture', 'photo file', 'photo file name', 'image'],
}

const normal = (header: string) =>
  header
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** What a header says beside its brackets: "Имя (обязательно)" is a given name, "(ФИО)" still a name. */
const meaning = (header: string) => normal(header.replace(/\([^)]*\)/gu, ' ')) || normal(header)

/** The same for every list with these headers: what was mapped by hand once is remembered under it. */
export function headerKey(headers: readonly string[]): string {
  return headers.map(normal).join('|').slice(0, 2000)
}

/** Maps headers to fields by their names; a field without a column is left out. */
export function mapColumns(headers: readonly string[], remembered?: Readonly<Record<string, string>>): Columns {
  const columns: Columns = {}
  const taken = new Set<number>()
  const take = (field: ListField, index: number) => {
    if (index < 0 || taken.has(index)) return
    columns[field] = index
    taken.add(index)
  }
  for (const [field, header] of Object.entries(remembered ?? {})) {
    if (Object.hasOwn(SYNONYMS, field)) take(field as ListField, headers.indexOf(header))
  }
  const names = headers.map(meaning)
  for (const [field, words] of Object.entries(SYNONYMS) as [ListField, readonly string[]][]) {
    if (columns[field] !== undefined) continue
    for (const word of words) {
      const index = names.findIndex((name, i) => name === word && !taken.has(i))
      if (index < 0) continue
      take(field, index)
      break
    }
  }
  return columns
}
