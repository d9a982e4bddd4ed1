import { describe, expect, it } from 'vitest'
import { mapColumns } from '../../electron/visitor-list/columns.ts'
import { readVisitorList } from '../../electron/visitor-list/visitor-list.ts'
import { LevelId } from '../../shared/model/ids.ts'
import { ListRow } from '../../shared/model/visitor-list.ts'

const zone = 'Europe/Moscow'
const now = Date.UTC(2029, 0, 1)
const levels = [{ id: LevelId.parse('1'), name: 'Guests', doors: null }]
const head = 'Last name;First name;Level;From;Until\n'

async function judge(text: string, more: Partial<Parameters<typeof readVisitorList>[2]> = {}) {
  const { rows } = await readVisitorList(Buffer.from(text), {}, { levels, zone, now, ...more })
  return rows
}
const said = (rows: ListRow[]) => rows.map(row => row.problems.map(problem => `${problem.field}: ${problem.problem}`))

describe('a row of a list', () => {
  it('is held back by an earlier one only where that one may be sent', async () => {
    const window = '01.04.2030;01.04.2030'
    const rows = await judge(
      `${head}Berg;Anna;Nowhere;${window}\nBerg;Anna;Guests;${window}\nBERG; anna ;Guests;${window}\nBerg;Anna;Guests;02.04.2030;02.04.2030\n`,
    )
    expect(said(rows)).toEqual([['level: unknown'], [], ['row: the same guest and window as another row'], []])
    expect(rows[2]?.problems[0]?.sameAs).toBe(3)
  })

  it('without a `from` begins now, and is never told that it ends before a date it does not name', async () => {
    const rows = await judge('Last name;First name;Level;Until\nBerg;Anna;Guests;01.04.2019\nLee;Max;Guests;01.04.2030')
    expect(said(rows)).toEqual([['until: in the past'], []])
    expect(rows[1]?.from).toBe(now)
  })

  it('has a problem at each field that is too long, and one for a cell beyond the last column', async () => {
    const rows = await judge(
      `${head.trim()};Company;Phone\n${'x'.repeat(257)};Anna;Guests;;;${'y'.repeat(201)};${'1'.repeat(65)};z`,
    )
    expect(said(rows)).toEqual([['family: too long', 'company: too long', 'phone: too long', 'row: too many cells']])
  })

  it('takes what was typed over it, trimmed, also for a field that the file has no column for', async () => {
    const edits = new Map([
      [
        2,
        new Map([
          ['level', ' guests '],
          ['company', ' Acme '],
        ] as const),
      ],
    ])
    const [row] = await judge(`${head}Berg;Anna;Nowhere;;`, { edits })
    expect(row).toMatchObject({ levelName: 'Guests', company: 'Acme', problems: [] })
  })

  it('fits the contract whatever dates it names', async () => {
    const dates = ['1960-01-01T00:00Z', '2030-01-01T00:00+99:99', '9999-12-31', '00001', '0000-01-01', '2030-01-01T00:00+14:00']
    const rows = await judge(head + dates.map((date, i) => `B;${'a'.repeat(i + 1)};Guests;${date};${date}`).join('\n'))
    for (const row of rows) expect(ListRow.safeParse(row).success).toBe(true)
    expect(said(rows).map(problems => problems[0])).toEqual([
      'from: not a date',
      'from: not a date',
      'until: after 2037-12-31',
      'from: not a date',
      'from: not a date',
      'until: before from',
    ])
  })

  it('is judged in slices, with the thread given away between them', async () => {
    let pauses = 0
    const list = head + Array.from({ length: 5000 }, (_, i) => `Berg;Anna${i};Guests;;\n`).join('')
    const rows = await judge(list, { pause: async () => void pauses++ })
    expect(rows).toHaveLength(5000)
    expect(pauses).toBeGreaterThanOrEqual(10)
  })
})

describe('the columns of a list', () => {
  it.each([
    ['Фамилия *;Имя (обязательно);№ паспорта;Дата и время начала;По', { family: 0, given: 1, document: 2, from: 3, until: 4 }],
    ['ф.и.о.;Организация;К КОМУ;Уровень доступа', { name: 0, company: 1, host: 2, level: 3 }],
    ['Surname;FIRST_NAME;E-Mail;Valid from;Valid until', { family: 0, given: 1, email: 2, from: 3, until: 4 }],
    ['__proto__;constructor;Телефон', { phone: 2 }],
    ['Имя;Имя;Фамилия', { given: 0, family: 2 }],
  ])('are known by their names: %s', (headers, columns) => expect(mapColumns(headers.split(';'))).toEqual(columns))
})
