import type { DeviceStatus } from '../../shared/model/device.ts'
import type { Failure } from '../../shared/model/failure.ts'
import type { PersonCode, PersonRef } from '../../shared/model/ids.ts'
import type { Check } from '../../shared/model/site.ts'
import type { Clock } from '../base/clock.ts'
import type { AccessControl, CallContext, Delivery, DoorAnswer, PersonCard, Standing } from './port.ts'

/** Whose face, by the code that is the number of its user on the terminals (protocol C). */
export interface WantedFace {
  code: PersonCode
  photo: NonNullable<PersonCard['photo']>
}

/** Terminals that get faces from us while a server gives them their users. */
export interface FaceTerminals {
  /** A new photo: wherever the user is, it is to take the place of the old one. */
  renew(code: PersonCode): void
  /** Gives each terminal the faces that its users lack. What one cannot take, `look` tells. */
  give(wanted: readonly WantedFace[], call: CallContext): Promise<void>
  /** What each terminal says of each face, by code. One that does not have the user has no part in it. */
  look(wanted: readonly WantedFace[], call: CallContext): Promise<Map<PersonCode, DoorAnswer[]>>
  devices(call: CallContext): Promise<DeviceStatus[]>
  doctor(call: CallContext): Promise<Check[]>
  close(): Promise<void>
}

/** A user may be on its way to a terminal for so long, in milliseconds: after the server said that it is there, and where it cannot say so. */
const ON_ITS_WAY_MS = { said: 5_000, unsaid: 60_000 }

/**
 * The hybrid: persons and levels are the server's, faces go straight to the terminals as soon as their users are there (decisions/009). The server is never sent a photo.
 */
export function createHybrid(server: AccessControl, terminals: FaceTerminals, clock: Clock): AccessControl {
  /** Since when a user is looked for and found on no terminal. */
  const unsure = new Map<PersonRef, number>()
  /** Persons of whom only a face was missing: the server has nothing to apply anew for them. */
  const facesOnly = new Set<PersonRef>()
  const facesOf = (standings: readonly Standing[]): WantedFace[] =>
    standings.flatMap(({ card: { code, photo, levels } }) => (photo && levels.length > 0 ? [{ code, photo }] : []))

  async function delivery(
    standings: readonly Standing[],
    detail: 'set' | 'failed' | 'each',
    call: CallContext,
  ): Promise<Delivery[]> {
    const answers = await server.delivery(standings, detail, call)
    const isThere = ({ state }: Delivery) => state === 'done' || state === 'unconfirmed'
    const through = standings.filter((_, i) => answers[i] && isThere(answers[i]))
    const faces = facesOf(through)
    if (faces.length === 0) return answers
    const told = await terminals.look(faces, call)
    return answers.map((answer, i) => {
      const code = standings[i]?.card.code
      const doors = isThere(answer) && code ? (told.get(code) ?? []) : []
      if (isThere(answer) && code && told.has(code) && doors.length === 0) return nowhere(answer)
      unsure.delete(answer.ref)
      return withFaces(answer, doors)
    })
  }

  /** No terminal has the user: it may be on its way, or none of them is behind this person's doors. Then the face is nowhere, and nobody may say that it opens one. */
  function nowhere(answer: Delivery): Delivery {
    const since = unsure.get(answer.ref) ?? clock.monotonic()
    unsure.set(answer.ref, since)
    if (clock.monotonic() - since < ON_ITS_WAY_MS[answer.state === 'done' ? 'said' : 'unsaid'])
      return { ...answer, state: 'pending' }
    unsure.delete(answer.ref)
    return { ...answer, state: 'unconfirmed' }
  }

  return {
    ...server,
    async admit(card, call) {
      if (card.photo && !card.photoKept) terminals.renew(card.code)
      const admission = await server.admit({ ...card, photo: null }, call)
      return { ...admission, photo: card.photo ? 'accepted' : 'none' }
    },
    async apply(standings, call) {
      const left = standings.filter(({ ref }) => !facesOnly.delete(ref))
      const withoutPhotos = left.map(standing => ({ ...standing, card: { ...standing.card, photo: null } }))
      if (left.length > 0) await server.apply(withoutPhotos, call)
      await terminals.give(facesOf(standings.filter(standing => !left.includes(standing))), call)
    },
    async delivery(standings, detail, call) {
      const answers = await delivery(standings, detail, call)
      for (const { ref, state } of answers) if (state === 'missed') facesOnly.add(ref)
      return answers
    },
    devices: call => terminals.devices(call),
    doctor: async call => (await Promise.all([server.doctor(call), terminals.doctor(call)])).flat(),
    close: async () => void (await Promise.all([server.close(), terminals.close()])),
  }
}

/** What the server said, and what the terminals add: a face that is missing, waited for, or refused at one of them. */
function withFaces(answer: Delivery, faces: readonly DoorAnswer[]): Delivery {
  const of = (state: DoorAnswer['state']) => faces.filter(door => door.state === state)
  const doors = [...(answer.doors ?? []), ...faces]
  if (of('missed').length > 0) return { ...answer, state: 'missed', doors, cause: null }
  const pending = of('pending')
  if (pending.length > 0) return { ...answer, state: 'pending', doors, cause: heldBy(pending) }
  const [failed] = of('failed')
  if (failed) return { ...answer, state: 'failed', doors, cause: failed.cause }
  return answer.doors ? { ...answer, doors } : answer
}

const heldBy = (pending: readonly DoorAnswer[]): Failure | null =>
  pending.every(({ cause }) => cause !== null) ? (pending[0]?.cause ?? null) : null
