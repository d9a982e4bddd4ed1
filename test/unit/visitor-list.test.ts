import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { problemText } from '../../electron/cli/problem-words.ts'
import { headerKey, mapColumns } from '../../electron/visitor-list/columns.ts'
import { ListError } from '../../electron/visitor-list/list-error.ts'
import { matchPhoto } from '../../electron/visitor-list/match-photo.ts'
import { readVisitorList } from '../../electron/visitor-list/visitor-list.ts'
import { failedRowsCsv, neutralCell } from '../../shared/model/csv.ts'
import { LevelId } from '../../shared/model/ids.ts'
import { readDate } from '../../shared/model/read-date.ts'
import { type ListField, listFields } from '../../shared/model/visitor-list.ts'

const zone = 'Europe/Moscow'
const now = Date.UTC(2029, 0, 1)
const levels = [
  { id: LevelId.parse('1'), name: 'Guests', doors: null },
  { id: LevelId.parse('3'), name: 'Гости', doors: null },
]
const context = { levels, zone, now }
const read = (text: string, reading = {}) => readVisitorList(Buffer.from(text), reading, context)

/** windows-1251 of the letters that the samples use; Node decodes it but does not write it. */
function cp1251(text: string): Buffer {
  const codes = [...text].map(c => {
    const code = c.codePointAt(0) ?? 0
    if (code < 0x80) return code
    if (c === 'ё') return 0xb8
    if (c === '«') return 0xab
    if (c === '»') return 0xbb
    return code - 0x410 + 0xc0
  })
  return Buffer.from(codes)
}

describe('a visitor list', () => {
  it('names what is wrong with each row, in the order of the file, as a spreadsheet counts', async () => {
    const bytes = readFileSync(join(import.meta.dirname, '../samples/messy-list.csv'))
    const { rows } = await readVisitorList(bytes, {}, context)
    const told = rows.map(row => [row.row, ...row.problems.map(p => Object.values(problemText(p)).join(': '))])
    expect(told).toEqual([
      [2],
      [3],
      [4, 'family name: missing'],
      [6, 'until: before from'],
      [7, 'from: not a date'],
      [8, 'family name: characters the system refuses'],
      [9, 'until: in the past'],
      [10, 'until: after 2037-12-31'],
      [11, 'access level: unknown'],
      [12, 'row: the same guest and window as row 2'],
      [13, 'family name: characters the system refuses'],
      [14],
    ])
  })

  it('reads what Excel saves in Russia: windows-1251, semicolons, day first', async () => {
    const list =
      'Фамилия;Имя;Отчество;Компания;Паспорт;Уровень доступа;Начало;Окончание\r\nВасильева;Ксения;Ивановна;ООО «Ромашка»;4548;гости;15.03.2030 09:00;15.03.2030 18:30\r\n'
    const { encoding, separator, rows } = await readVisitorList(cp1251(list), {}, context)
    expect([encoding, separator]).toEqual(['windows-1251', ';'])
    expect(rows[0]).toMatchObject({
      family: 'Васильева',
      patronymic: 'Ивановна',
      company: 'ООО «Ромашка»',
      levelName: 'Гости',
      problems: [],
    })
    expect(rows[0]?.from).toBe(Date.parse('2030-03-15T09:00:00+03:00'))
  })

  it('reads UTF-16 and UTF-8 by their marks, tabs, and Excel’s sep= line', async () => {
    const text = 'Last name\tFirst name\tLevel\r\nBerg\tAnna\tGuests\r\n'
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])
    expect(await readVisitorList(wide, {}, context)).toMatchObject({
      encoding: 'utf-16le',
      separator: '\t',
      rows: [{ family: 'Berg', row: 2 }],
    })
    expect(await read('\uFEFFsep=;\r\nLast name;First name;Level\r\nBerg;Anna;Guests')).toMatchObject({
      separator: ';',
      rows: [{ given: 'Anna', problems: [] }],
    })
  })

  it('splits one column of whole names, and lets what was typed over the file win', async () => {
    const edits = new Map([[2, new Map<ListField, string>([['given', 'Пётр']])]])
    const { rows } = await readVisitorList(
      Buffer.from('ФИО;Уровень доступа\nИванов Иван Иванович;Гости'),
      {},
      { ...context, edits },
    )
    expect(rows[0]).toMatchObject({ family: 'Иванов', given: 'Пётр', patronymic: 'Иванович' })
  })

  it('fills in what a list does not name, and says what it cannot', async () => {
    const { rows } = await read('Last name,First name\nBerg,Anna', { levelId: levels[0]?.id })
    expect(rows[0]).toMatchObject({ levelId: '1', from: now, problems: [] })
    expect(rows[0]?.until).toBe(Date.parse('2029-01-01T23:59:59+03:00'))
    expect((await read('Last name,First name\nBerg,Anna')).rows[0]?.problems).toMatchObject([
      { field: 'level', problem: 'missing' },
    ])
  })

  it('says in one word why a file is no list', async () => {
    const cases: [Buffer, string][] = [
      [Buffer.from('PK\u0003\u0004rest'), 'not-a-csv'],
      [Buffer.from([0x25, 0x50, 0x44, 0x46, 0x2d]), 'not-a-csv'],
      [Buffer.from(''), 'empty-list'],
      [Buffer.from('\n \n;;\n'), 'empty-list'],
      [Buffer.from('a\0b,c'), 'not-a-csv'],
      [Buffer.from(`${'x,'.repeat(300)}\n`), 'too-many-columns'],
    ]
    for (const [bytes, word] of cases) await expect(readVisitorList(bytes, {}, context)).rejects.toMatchObject({ word })
    await expect(readVisitorList(Buffer.from([0x41, 0xc0, 0xaf]), { encoding: 'utf-8' }, context)).rejects.toThrow(ListError)
  })

  it('remembers a mapping by its headers, whatever their case and punctuation', () => {
    const headers = ['Sur name', 'Christian name']
    expect(mapColumns(headers)).toEqual({})
    expect(mapColumns(headers, { family: 'Sur name', given: 'Christian name', nonsense: 'x' })).toEqual({ family: 0, given: 1 })
    expect(headerKey([' E-Mail ', 'Отчёт'])).toBe(headerKey(['e mail', 'отчет']))
  })

  it('accounts for every row of any file, and never crashes', async () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('"', '=1+1', '15.03.2030', 'Guests', 'a\nb', "O'Hara", ''))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(cell, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 20 }), async rows => {
        const text = Papa.unparse([['Last name', 'First name', 'Level', 'From', 'Until'], ...rows], { delimiter: ',' })
        const found = await readVisitorList(Buffer.from(text), { separator: ',', encoding: 'utf-8' }, context).catch(
          error => error,
        )
        if (found instanceof ListError) return
        const filled = rows.filter(cells => cells.some(c => c.trim() !== '')).length
        expect(found.rows).toHaveLength(filled)
        for (const row of found.rows) for (const { field } of row.problems) expect([...listFields, 'row']).toContain(field)
      }),
      { numRuns: 150 },
    )
  })

  it('answers any bytes with rows or a word', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async bytes => {
        const found = await readVisitorList(bytes, {}, context).catch(error => error)
        expect(found instanceof ListError || Array.isArray(found.rows)).toBe(true)
      }),
      { numRuns: 200 },
    )
  })
})

describe('dates in a list', () => {
  const at = (text: string, edge: 'start' | 'end' = 'start') => {
    const found = readDate(text, zone, edge, () => ({ year: 2030, month: 3, day: 15, hour: 0, minute: 0, second: 0 }))
    return found === null ? null : new Date(found).toISOString()
  }
  it.each([
    ['15.03.2030 09:00', '2030-03-15T06:00:00.000Z'],
    ['15/03/2030 9:00', '2030-03-15T06:00:00.000Z'],
    ['2030-03-15 09:00:30', '2030-03-15T06:00:30.000Z'],
    ['2030-03-15T09:00:00+05:00', '2030-03-15T04:00:00.000Z'],
    ['2030-03-15T09:00Z', '2030-03-15T09:00:00.000Z'],
    ['15.03.2030', '2030-03-14T21:00:00.000Z'],
    ['18:30', '2030-03-15T15:30:00.000Z'],
    ['47557.375', '2030-03-15T06:00:00.000Z'],
    ['31.02.2030', null],
    ['15/15/2030 09:00', null],
    ['15.03.2030 25:00', null],
    ['tomorrow', null],
    ['', null],
  ])('reads %s', (text, expected) => expect(at(text)).toBe(expected))
  it('ends a day without a time with the day', () => expect(at('15.03.2030', 'end')).toBe('2030-03-15T20:59:59.000Z'))
  it('takes the clock after a time that a spring change skips', () => {
    expect(new Date(readDate('31.03.2030 02:30', 'Europe/Berlin', 'start') ?? 0).toISOString()).toBe('2030-03-31T01:30:00.000Z')
  })
})

describe('photos by the name of their file', () => {
  it('finds a row by document, by name in either order, by number; and nobody where two fit', async () => {
    const { rows } = await read('Last name,First name,Passport,Level\nBerg,Anna,AB 12,Guests\nLee,Max,,Guests\nLee,Max,X,Guests')
    expect(matchPhoto('ab12.JPG', rows)).toBe(2)
    expect(matchPhoto('photos/Anna_Berg.png', rows)).toBe(2)
    expect(matchPhoto('berg anna.jpeg', rows)).toBe(2)
    expect(matchPhoto('3.jpg', rows)).toBe(3)
    expect(matchPhoto('Lee Max.jpg', rows)).toBeNull()
    expect(matchPhoto('stranger.jpg', rows)).toBeNull()
  })
})

describe('the file of failed rows', () => {
  it('neutralises what a spreadsheet would run, and leaves phone numbers alone', () => {
    for (const cell of ['=1+1', '+cmd|x', '-2', '@SUM(A1)', '\t=1', ' =1', '＝1']) expect(neutralCell(cell)).toBe(`'${cell}`)
    expect(neutralCell('+7 (916) 552-07-41')).toBe('+7 (916) 552-07-41')
    expect(neutralCell('Anna')).toBe('Anna')
  })
  it('comes back as it was written, with the cause behind', () => {
    const cell = fc.string().filter(text => neutralCell(text) === text && !text.includes('\r'))
    fc.assert(
      fc.property(
        fc.array(fc.record({ cells: fc.array(cell, { minLength: 2, maxLength: 2 }), cause: fc.constant('refused') }), {
          minLength: 1,
        }),
        rows => {
          const text = failedRowsCsv(['A', 'B'], rows, 'Cause').slice(1)
          const back = Papa.parse<string[]>(text.slice(0, -2), { delimiter: ';', newline: '\r\n' }).data
          expect(back).toEqual([['A', 'B', 'Cause'], ...rows.map(row => [...row.cells, row.cause])])
        },
      ),
    )
  })
})
