import { expect, it } from 'vitest'
import { readCodes } from '../../electron/cli/code-list.ts'

const read = (text: string | Buffer) => readCodes(Buffer.from(text as string), 'codes.txt')

it('reads one code a line, or the column of a table, each once', () => {
  expect(read('123\r\n\r\n456\n123\n')).toEqual(['123', '456'])
  expect(read('Name;Код;x\nAnna;"123";1\n;;\nEva;456;2')).toEqual(['123', '456'])
})

it('reads what a spreadsheet saves as Unicode text', () => {
  const little = Buffer.from('\uFEFFcode\tname\r\n123\tAnna\r\n', 'utf16le')
  expect(read(little)).toEqual(['123'])
  expect(read(Buffer.from(little).swap16())).toEqual(['123'])
})

it('names the line that holds no code, and says where there is none at all', () => {
  for (const [text, line] of [
    ['123\nAnna Berg', 2],
    ['x'.repeat(65), 1],
    ['\u0089PNG\u0000', 1],
  ] as const)
    expect(() => read(text)).toThrow(`codes.txt is no list of codes: line ${line}`)
  for (const text of ['', '\n\n', 'code;name\n;Anna']) expect(() => read(text)).toThrow('there is no code in codes.txt')
})
