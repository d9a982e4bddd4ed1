import { describe, expect, it } from 'vitest'
import { kindRows, withPace } from '../../renderer/settings/feed-kinds.ts'
import { PROMPT_EVENT_TYPES, RARE_EVENT_TYPES } from '../../shared/model/settings.ts'
import { subscriptionFaults } from '../../shared/model/subscription.ts'

describe('a subscription', () => {
  const causes = (address: string, reachedAs: string | null, siteIsHere = false) =>
    subscriptionFaults({ address, reachedAs }, siteIsHere).map(fault => `${fault.field} ${fault.cause}`)

  it('needs an address at which the site can reach us', () => {
    expect(causes('192.0.2.7', null)).toEqual([])
    expect(causes('2001:db8::7', null)).toEqual([])
    expect(causes('desk.example', null)).toEqual(['address no-address'])
    expect(causes('192.0.2', null)).toEqual(['address no-address'])
    expect(causes('0.0.0.0', null)).toEqual(['reachedAs every-address'])
    expect(causes('::', '192.0.2.7')).toEqual([])
  })

  it('takes loopback from a site on this machine alone, or behind another name', () => {
    expect(causes('127.0.0.1', null)).toEqual(['address this-machine'])
    expect(causes('127.0.0.1', null, true)).toEqual([])
    expect(causes('::1', 'desk.example')).toEqual([])
  })

  it('is told to the site by a name or an address, and nothing around it', () => {
    for (const name of ['desk', 'desk-1.example', '192.0.2.7', '2001:db8::7']) expect(causes('192.0.2.7', name)).toEqual([])
    for (const name of ['http://desk', 'desk:80', 'desk/x', 'a b', '-desk', 'desk.', ''])
      expect(causes('192.0.2.7', name)).toEqual(['reachedAs no-host'])
  })
})

describe('kinds of event', () => {
  const kinds = [
    { type: 196893, result: 'granted' as const, cause: null },
    { type: 721678, result: 'alarm' as const, cause: 'duress' as const },
  ]
  const view = { types: [196893], rareTypes: [721678, 999999], kinds } as never

  it('are listed by what they mean, each with its pace, those as shipped and those that somebody added', () => {
    const rows = kindRows(view)
    expect(rows.map(group => group.result)).toEqual(['granted', 'alarm', 'unknown'])
    const all = rows.flatMap(group => group.rows)
    expect(all).toHaveLength(PROMPT_EVENT_TYPES.length + RARE_EVENT_TYPES.length + 1)
    const paceOf = (type: number) => all.find(row => row.type === type)?.pace
    expect([196893, 721678, 999999, 198914].map(paceOf)).toEqual(['every', 'slower', 'slower', 'never'])
    expect(all.find(row => row.type === 999999)).toMatchObject({ result: 'unknown', cause: null })
  })

  it('move from one round to the other, and one at least stays in every round', () => {
    const lists = { types: [1, 2], rareTypes: [3] }
    expect(withPace(lists, 2, 'slower')).toEqual({ types: [1], rareTypes: [3, 2] })
    expect(withPace(lists, 3, 'every')).toEqual({ types: [1, 2, 3], rareTypes: [] })
    expect(withPace(lists, 3, 'never')).toEqual({ types: [1, 2], rareTypes: [] })
    expect(withPace({ types: [1], rareTypes: [3] }, 1, 'never')).toBeNull()
  })
})
