import { deviceDoor } from '../../../shared/model/device.ts'
import { type PersonCode, PersonRef } from '../../../shared/model/ids.ts'
import type { FaceTerminals, WantedFace } from '../hybrid.ts'
import type { CallContext, DoorAnswer } from '../port.ts'
import { runChecks } from './doctor.ts'
import { type IsapiOptions, openTerminals } from './driver.ts'
import { judgeHeld } from './held.ts'
import { memory } from './memory.ts'
import type { KeptUser } from './people.ts'
import { isAway, sideBySide } from './side-by-side.ts'
import { statusOf } from './status.ts'
import type { Terminal } from './terminal.ts'

/** Terminals that get faces from us, and their users from a server (the hybrid). A user's number is the person's code. */
export function createFaceTerminals(options: Omit<IsapiOptions, 'levels'>): FaceTerminals {
  const { terminals, close } = openTerminals({ ...options, levels: [] })
  /** Terminals that still have the photo from before, by person. */
  const owing = memory<Set<Terminal>>()
  const refOf = (code: PersonCode) => PersonRef.parse(code)
  const owes = (terminal: Terminal, code: PersonCode) => owing.get(refOf(code))?.has(terminal) ?? false

  async function giveAt(terminal: Terminal, wanted: readonly WantedFace[], call: CallContext): Promise<void> {
    const there = await terminal.users(
      wanted.map(({ code }) => refOf(code)),
      call,
    )
    for (const { code, photo } of wanted) {
      const user = there.get(refOf(code))
      if (!user || (user.faces && !owes(terminal, code)) || terminal.troubleOf(refOf(code))?.kind === 'photo-refused') continue
      try {
        await terminal.giveFace(refOf(code), photo, call)
        owing.get(refOf(code))?.delete(terminal)
      } catch (error) {
        // What is final is told by `look`; a terminal that is gone ends the rest too.
        if (terminal.lane.closed || !terminal.troubleOf(refOf(code))) throw error
      }
    }
  }

  function answerAt(terminal: Terminal, code: PersonCode, user: KeptUser, photo: WantedFace['photo']): DoorAnswer {
    const { device, facts } = terminal
    const ref = refOf(code)
    const held = judgeHeld(
      { ref, name: user.name, window: { from: 0, until: 0 }, doors: [1], photo },
      owes(terminal, code) ? { faces: 0 } : user,
      {
        // Who it is and when is the server's.
        isAsWanted: true,
        takesFaces: facts?.faces !== null,
        isBeingModelled: terminal.isModelling(ref),
        trouble: terminal.troubleOf(ref),
      },
    )
    return { id: deviceDoor(device.id, 1), name: device.name, ...held }
  }

  return {
    renew(code) {
      owing.set(refOf(code), new Set(terminals))
      for (const terminal of terminals) terminal.forgive(refOf(code))
    },
    async give(wanted, call) {
      if (wanted.length > 0) await sideBySide(terminals, terminal => giveAt(terminal, wanted, call))
    },
    async look(wanted, call) {
      const refs = wanted.map(({ code }) => refOf(code))
      const came = await sideBySide(terminals, terminal => terminal.users(refs, call))
      return new Map(
        wanted.map(({ code, photo }) => {
          const doors = came.flatMap(({ terminal, value, failure }): DoorAnswer[] => {
            const { id, name } = { id: deviceDoor(terminal.device.id, 1), name: terminal.device.name }
            // Whether the user is there nobody knows while the terminal is away: it is waited for.
            if (failure) return [{ id, name, state: 'pending', cause: isAway(failure) ? failure : null }]
            const user = value.get(refOf(code))
            return user ? [answerAt(terminal, code, user, photo)] : []
          })
          return [code, doors]
        }),
      )
    },
    devices: async call => (await sideBySide(terminals, terminal => statusOf(terminal, call))).flatMap(one => one.value ?? []),
    // Their passages come by way of the server.
    doctor: call => runChecks(terminals, options.clock, null, call),
    close,
  }
}
