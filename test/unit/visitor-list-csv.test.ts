import fc from 'fast-check'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { guessEncoding } from '../../electron/visitor-list/encoding.ts'
import { ListError } from '../../electron/visitor-list/list-error.ts'
import { MOST_COLUMNS, MOST_ROWS, readCsv } from '../../electron/visitor-list/read-csv.ts'

function rowsOf(text: string, separator?: ';' | ',' | '\t') {
  const { pieces, ...rest } = readCsv(text, separator)
  return { ...rest, rows: [...pieces].flat() }
}

/** The `ListError` that reading `text` ends in. */
function faultOf(text: string): ListError {
  try {
    rowsOf(text)
  } catch (error) {
    if (error instanceof ListError) return error
    throw error
  }
  throw new Error('it was read')
}

describe('a CSV', () => {
  it('has the rows of a spreadsheet: a quoted break is inside one, an empty line is one that is not shown', () => {
    const { separator, headers, rows } = rowsOf('\nA;B\n1;"two\nlines"\n\n;;\n3;"say ""so"""\n')
    expect([separator, headers]).toEqual([';', ['A', 'B']])
    expect(rows).toEqual([
      { row: 3, cells: ['1', 'two\nlines'] },
      { row: 6, cells: ['3', 'say "so"'] },
    ])
  })

  it('may mix its line ends: pasted lines do not run into the one above', () => {
    expect(rowsOf('A;B\r\n1;2\n3;4\r5;6\r\n').rows.map(row => row.cells.join())).toEqual(['1,2', '3,4', '5,6'])
  })

  it('may name its separator, which is neither a header nor counted, and may be told another', () => {
    expect(rowsOf('sep=,\rA,B\r1,2')).toMatchObject({ separator: ',', headers: ['A', 'B'], rows: [{ row: 2 }] })
    expect(rowsOf('sep=,\nA;B', ';').headers).toEqual(['A', 'B'])
  })

  it.each([
    ['First name,Last name,Company\n"A;B;C",D,"x;y"\n', ','],
    ['Name\tCompany\nBerg, Anna\tAcme; Ltd.\n', '\t'],
    ['Фамилия;Имя\nИванов, мл.;Иван\n', ';'],
    ['Name\nBerg, Anna\nLee, Max\n', ';'],
  ])('is cut where its first lines agree: %j', (text, separator) => expect(rowsOf(text).separator).toBe(separator))

  it('whose quotation marks do not close is no CSV, and the row is named: it would swallow the guests below', () => {
    for (const broken of ['"Berg;Anna', '"Berg" jr;Anna', 'x;"Anna']) {
      expect(faultOf(`A;B\n1;2\n${broken}\n3;4\n`)).toMatchObject({ word: 'not-a-csv', place: 'row 3' })
    }
    expect(faultOf(`A;B\n"${'x;y\n'.repeat(400_000)}`)).toMatchObject({ word: 'not-a-csv', place: 'row 2' })
    expect(rowsOf('A;B\nBe"rg;5" pipe').rows[0]?.cells).toEqual(['Be"rg', '5" pipe'])
  })

  it('has limits, and says which', () => {
    expect(rowsOf(`A\n${'x\n'.repeat(MOST_ROWS)}`).rows).toHaveLength(MOST_ROWS)
    expect(faultOf(`A\n${'x\n'.repeat(MOST_ROWS + 1)}`)).toMatchObject({ word: 'too-many-rows', limit: MOST_ROWS })
    expect(faultOf(`A;B\n${'\n'.repeat(1_100_000)}`)).toMatchObject({ word: 'too-many-rows' })
    const wide = 'x;'.repeat(MOST_COLUMNS)
    expect(faultOf(`A;B\n1;2\n${wide}\n`)).toMatchObject({ word: 'too-many-columns', place: 'row 3', limit: MOST_COLUMNS })
    expect(faultOf(wide)).toMatchObject({ word: 'too-many-columns', place: 'row 1' })
  })

  it('comes back as it was written, however its rows fall into pieces', () => {
    // Cells around the size of a piece, so that pieces end in quotes, in breaks and in long cells.
    const long = fc.integer({ min: 60_000, max: 70_000 }).map(length => 'x"\n;'.repeat(length / 4))
    const cell = fc.oneof({ weight: 20, arbitrary: fc.string() }, { weight: 1, arbitrary: long })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell), { maxLength: 60 }),
        fc.constantFrom(';' as const, ',' as const, '\t' as const),
        fc.constantFrom('\n', '\r\n'),
        (rows, separator, newline) => {
          const text = Papa.unparse([['A', 'B'], ...rows], { delimiter: separator, newline, quotes: true })
          const written = rows.map(cells => cells.map(one => one.replace(/\r\n?/g, '\n')))
          const expected = written.flatMap((cells, i) => (cells.some(c => c.trim() !== '') ? [{ row: i + 2, cells }] : []))
          expect(rowsOf(text, separator).rows).toEqual(expected)
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('the encoding of a list', () => {
  it('is that of its mark, else UTF-8 without a fault, else windows-1251', () => {
    expect(guessEncoding(Buffer.from([0xff, 0xfe, 0x41, 0]))).toBe('utf-16le')
    expect(guessEncoding(Buffer.from([0xfe, 0xff, 0, 0x41]))).toBe('utf-16be')
    expect(guessEncoding(Buffer.from('\uFEFFA'))).toBe('utf-8')
    expect(guessEncoding(Buffer.from('Ёлкин'))).toBe('utf-8')
    expect(guessEncoding(Buffer.from([0xa8, 0xeb, 0xea, 0xe8, 0xed]))).toBe('windows-1251')
  })
})
