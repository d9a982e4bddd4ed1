import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openLog, redact } from '../../electron/base/log.ts'
import { temporaryFolder } from '../support/folders.ts'

test('what could be a person, a face or a secret is blanked at any depth', () => {
  const facts = {
    appSecret: 's',
    'X-Ca-Signature': 's',
    authorization: 's',
    card: { family: 'f' },
    deep: [{ personName: 'n', faceData: 'd', given: 'g', note: { patronymic: 'p', name: 'n' } }],
    rows: [['n']],
  }
  expect(redact(facts)).toEqual({
    appSecret: '[redacted]',
    'X-Ca-Signature': '[redacted]',
    authorization: '[redacted]',
    card: '[redacted]',
    deep: [
      {
        personName: '[redacted]',
        faceData: '[redacted]',
        given: '[redacted]',
        note: { patronymic: '[redacted]', name: '[redacted]' },
      },
    ],
    rows: '[redacted]',
  })
})

test('what helps stays: numbers, words, ids, places', () => {
  const facts = {
    count: 3,
    rows: 50,
    photo: false,
    call: 'guests.register',
    job: 17,
    path: '/artemis/api/x',
    at: ['one', 'two'],
    none: null,
  }
  expect(redact(facts)).toEqual(facts)
})

test('an error keeps its kind, code and place, never its message', () => {
  const error = Object.assign(new TypeError('Иванов is not valid JSON', { cause: new RangeError('Петров') }), { code: 'E1' })
  const said = redact({ error }) as { error: { kind: string; code: string; at: string[]; cause: { kind: string } } }
  expect([said.error.kind, said.error.code, said.error.cause.kind]).toEqual(['TypeError', 'E1', 'RangeError'])
  expect(said.error.at[0]).toContain('log.test.ts')
  expect(JSON.stringify(said)).not.toMatch(/Иванов|Петров/)
})

test('bytes and long texts are told by their size; a circle ends', () => {
  const circle: Record<string, unknown> = { bin: Buffer.alloc(9), text: 'x'.repeat(400), big: 1n }
  circle.self = circle
  const said = redact(circle) as Record<string, unknown>
  expect([said.bin, said.text, said.big]).toEqual(['[9 bytes]', '[400 characters]', '1'])
  expect(JSON.stringify(said)).toContain('[deep]')
})

test('lines of JSON in a file that only its owner may read', () => {
  const dir = join(temporaryFolder(), 'logs')
  const log = openLog({ dir })
  log.info({ event: 'started', port: 1 })
  log.error({ event: 'call-failed', password: 'p' })
  const file = join(dir, 'foyer.log')
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  expect(lines.map(line => JSON.parse(line))).toMatchObject([
    { level: 30, event: 'started', port: 1 },
    { level: 50, event: 'call-failed', password: '[redacted]' },
  ])
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
})
