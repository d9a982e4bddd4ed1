import { type Endpoints, type Fields, listIn, look, rootOf, textIn, write } from './ask.ts'
import { pageOf, placeOf } from './search.ts'
import { done, Refused } from './status.ts'
import type { Terminal, TerminalUser } from './terminal.ts'

function put(terminal: Terminal, fields: Fields, add: boolean, change: boolean): void {
  const user = terminal.users.get(textIn(fields, 'employeeNo', 32))
  if (!user) throw new Refused('employeeNoNotExist', 'employeeNo')
  const card = textIn(fields, 'cardNo', 20)
  const owner = ownerOf(terminal, card)
  if (owner && (!change || owner !== user)) throw new Refused('cardNoAlreadyExist', 'checkEmployeeNo')
  if (!owner && !add) throw new Refused('badParameters', 'cardNo')
  user.cards.add(card)
}

const ownerOf = (terminal: Terminal, card: string): TerminalUser | undefined =>
  [...terminal.users.values()].find(user => user.cards.has(card))

const allCards = (terminal: Terminal) =>
  [...terminal.users.values()].flatMap(user => [...user.cards].map(cardNo => ({ employeeNo: user.employeeNo, cardNo })))

/** Cards, as far as a reception needs them: hardly (protocol B5). */
export const cards: Endpoints = {
  'POST AccessControl/CardInfo/Record': write((ask, terminal) => {
    put(terminal, rootOf(ask, 'CardInfo'), true, false)
    return done()
  }),
  'PUT AccessControl/CardInfo/Modify': write((ask, terminal) => {
    put(terminal, rootOf(ask, 'CardInfo'), false, true)
    return done()
  }),
  'PUT AccessControl/CardInfo/SetUp': write((ask, terminal) => {
    put(terminal, rootOf(ask, 'CardInfo'), true, true)
    return done()
  }),
  'PUT AccessControl/CardInfo/Delete': write((ask, terminal) => {
    for (const one of listIn(rootOf(ask, 'CardInfoDelCond'), 'CardNoList', 30) ?? [])
      ownerOf(terminal, textIn(one, 'cardNo', 20))?.cards.delete(textIn(one, 'cardNo', 20))
    return done()
  }),
  'POST AccessControl/CardInfo/Search': look((ask, terminal) => {
    const cond = rootOf(ask, 'CardInfoSearchCond')
    const numbers = listIn(cond, 'EmployeeNoList', 30)?.map(one => textIn(one, 'employeeNo', 32))
    const rows = allCards(terminal).filter(one => !numbers || numbers.includes(one.employeeNo))
    const show = (one: object) => ({ ...one, cardType: 'normalCard' })
    return { json: { CardInfoSearch: pageOf(terminal, placeOf(cond, 100_000, 30), rows, 'CardInfo', show) } }
  }),
  'GET AccessControl/CardInfo/Count': look((_, terminal) => ({
    json: { CardInfoCount: { cardNumber: allCards(terminal).length } },
  })),
}
