import type { World } from '../../electron/simulator/world.ts'

/** What the site has to say of one passage; a night's worth can be put down at once, and nothing is pushed. */
export interface Told {
  id: string
  type?: number
  at: number
  door?: string
  person?: string | null
  code?: string
}

type Kept = World['passages'][number]

export const toldAs = ({ id, type = 196893, at, door = '1', person = null, code = '' }: Told): Kept => ({
  eventId: id,
  eventType: type,
  at,
  doorId: door,
  personId: person,
  personCode: code,
  given: person === null ? '' : 'Anna',
  family: person === null ? '' : 'Berg',
  picUri: `Vsm://event_${id}`,
})

/** Writes passages into a site's books, in the order of their times. */
export function happened(world: World, told: readonly Told[]): void {
  const kept = [...told].sort((a, b) => a.at - b.at).map(toldAs)
  for (const one of kept) world.passages.push(one)
}
