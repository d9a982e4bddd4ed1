import { expect, test } from 'vitest'
import { cardInput, cardResolver } from '../../renderer/desk/card-resolver.ts'
import { recentLevels } from '../../renderer/desk/recent-levels.ts'
import { emptyFields } from '../../renderer/stores/draft.ts'
import { fromFieldText, toFieldText, untilOf } from '../../renderer/stores/until.ts'
import { lowerFirst } from '../../renderer/text/lower-first.ts'
import { LevelId } from '../../shared/model/ids.ts'

const zone = 'Europe/Moscow'
const moscow = (text: string) => Date.parse(`${text}+03:00`)

test('two hours end on the minute', () => {
  expect(untilOf({ chip: 'two-hours' }, moscow('2026-11-24T14:32:41'), zone)).toBe(moscow('2026-11-24T16:32:00'))
})

test('today ends at 18:00, and after that with the day', () => {
  expect(untilOf({ chip: 'today' }, moscow('2026-11-24T17:59:59'), zone)).toBe(moscow('2026-11-24T18:00:00'))
  expect(untilOf({ chip: 'today' }, moscow('2026-11-24T18:00:00'), zone)).toBe(moscow('2026-11-24T23:59:00'))
})

test('this week ends on Friday at 18:00, and after that on Sunday; also over the end of a month', () => {
  expect(untilOf({ chip: 'week' }, moscow('2026-11-23T09:00:00'), zone)).toBe(moscow('2026-11-27T18:00:00'))
  expect(untilOf({ chip: 'week' }, moscow('2026-11-27T18:30:00'), zone)).toBe(moscow('2026-11-29T23:59:00'))
  expect(untilOf({ chip: 'week' }, moscow('2026-11-29T12:00:00'), zone)).toBe(moscow('2026-11-29T23:59:00'))
  expect(untilOf({ chip: 'week' }, moscow('2026-12-30T12:00:00'), zone)).toBe(moscow('2027-01-01T18:00:00'))
})

test('the day is the desk’s, not the machine’s', () => {
  expect(untilOf({ chip: 'today' }, moscow('2026-11-24T00:30:00'), zone)).toBe(moscow('2026-11-24T18:00:00'))
})

test('a date field gives back what it was given, and null while it is not whole', () => {
  const at = moscow('2026-11-24T18:00:00')
  expect(toFieldText(at, zone)).toBe('2026-11-24T18:00')
  expect(fromFieldText('2026-11-24T18:00', zone)).toBe(at)
  expect(fromFieldText('2026-11-24T', zone)).toBeNull()
})

test('one box becomes a card; one word is not enough, and it is said which part is missing', async () => {
  const resolve = (name: string) =>
    cardResolver(() => null)({ ...emptyFields, name }, undefined, { fields: {}, shouldUseNativeValidation: false })
  expect(await resolve('Иванов Пётр Олегович')).toMatchObject({
    values: { family: 'Иванов', given: 'Пётр', patronymic: 'Олегович' },
  })
  expect(await resolve("O'Neil, Mary Ann")).toMatchObject({ values: { family: 'O’Neil', given: 'Mary Ann' } })
  expect(await resolve('Иванов')).toMatchObject({ errors: { name: { message: 'given missing' } } })
  expect(await resolve('')).toMatchObject({ errors: { name: { message: 'family missing' } } })
  expect(await resolve('Иванов Пётр/Павел')).toMatchObject({ errors: { name: { message: 'characters the system refuses' } } })
})

test('a past guest’s name keeps its parts while it stands unchanged', () => {
  const known = { family: 'van der Berg', given: 'Anna', patronymic: '' }
  expect(cardInput({ ...emptyFields, name: 'van der Berg Anna' }, known)).toMatchObject(known)
  expect(cardInput({ ...emptyFields, name: 'Berg Anna' }, known)).toMatchObject({ family: 'Berg', given: 'Anna' })
})

const level = (id: string) => ({ id: LevelId.parse(id), name: id, doors: null })

test('the levels given last come first; the chosen one is always among them', () => {
  const levels = ['a', 'b', 'c', 'd'].map(level)
  const ids = (given: string[], chosen: string | null) =>
    recentLevels(
      levels,
      given.map(id => LevelId.parse(id)),
      chosen === null ? null : LevelId.parse(chosen),
      3,
    ).map(l => l.id)
  expect(ids([], null)).toEqual(['a', 'b', 'c'])
  expect(ids(['d', 'b', 'd', 'gone'], null)).toEqual(['d', 'b', 'a'])
  expect(ids([], 'd')).toEqual(['a', 'b', 'd'])
})

test('a cause goes on in small letters after a door’s name, an abbreviation does not', () => {
  expect(lowerFirst('Лицо мелкое')).toBe('лицо мелкое')
  expect(lowerFirst('HEIC не подходит')).toBe('HEIC не подходит')
})
