import { expect, test } from 'vitest'
import { musterPdf } from '../../electron/cli/muster-pdf.ts'
import { GuestId, VisitId } from '../../shared/model/ids.ts'

async function pagesOf(name: string): Promise<number> {
  const person = {
    guestId: GuestId.parse(1),
    visitId: VisitId.parse(1),
    name,
    company: '',
    host: '',
    phone: '',
    photo: null,
    doorName: 'Lifts',
    at: 0,
    unsure: false,
  }
  const people = Array.from({ length: 60 }, () => person)
  const pdf = await musterPdf({ asOf: 0, blindSince: null, zones: [{ zone: 'Lobby', people }] }, 'Europe/Moscow')
  return Number(/\/Count (\d+)/.exec(pdf.toString('latin1'))?.[1])
}

test('on the muster list nobody’s name is cut: a long one takes more lines, and so more paper', async () => {
  const short = await pagesOf('Ким Алина')
  expect(short).toBe(2)
  expect(await pagesOf('Константинопольская-Вознесенская Александра Константиновна')).toBeGreaterThan(short)
})
