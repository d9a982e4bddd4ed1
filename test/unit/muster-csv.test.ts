import { expect, test } from 'vitest'
import { musterCsv } from '../../renderer/muster/muster-csv.ts'
import { GuestId, VisitId } from '../../shared/model/ids.ts'

test('the muster list as a file: one person a row, the zone first, and no cell runs as a formula', () => {
  const person = (name: string, unsure: boolean) => ({
    guestId: GuestId.parse(1),
    visitId: VisitId.parse(1),
    name,
    company: '=cmd|calc',
    host: 'Levitsky; Oleg',
    phone: '+7 900 1',
    photo: null,
    doorName: 'Lifts',
    at: 0,
    unsure,
  })
  const muster = {
    asOf: 0,
    blindSince: null,
    zones: [
      { zone: 'Lobby', people: [person('Орлова Вера', false), person('Kim "Al"', true)] },
      { zone: 'Empty', people: [] },
    ],
  }
  const text = musterCsv(muster, ['zone', 'name', 'company', 'host', 'phone', 'seen', 'door', 'note'], {
    time: () => '14:27',
    unsure: 'perhaps gone',
  })
  expect(text).toBe(
    [
      '\uFEFFzone;name;company;host;phone;seen;door;note',
      `Lobby;Орлова Вера;'=cmd|calc;"Levitsky; Oleg";+7 900 1;14:27;Lifts;`,
      `Lobby;"Kim ""Al""";'=cmd|calc;"Levitsky; Oleg";+7 900 1;14:27;Lifts;perhaps gone`,
      '',
    ].join('\r\n'),
  )
})
