import type { GuestId, VisitId } from '../../shared/model/ids.ts'
import type { Passage, PassageEffect } from '../../shared/model/passage.ts'
import { type Candidate, counts, takeAll, visitAt } from '../../shared/model/presence-rules.ts'
import type { GuestPassed } from '../../shared/model/webhook.ts'
import type { Tally } from '../outside/tally.ts'
import type { Owner } from '../storage/passages.ts'
import type { StoredVisit } from '../storage/visits.ts'
import type { ActCalls } from './acts.ts'
import type { Core } from './core.ts'
import { overStates } from './passage-views.ts'

export interface PassageKeeper {
  /** Stores what a feed told, what it does to the visits, and the cursor: all of it, or nothing. */
  keep(site: string, passages: readonly Passage[], cursor: string): void
}

export interface KeeperOptions {
  core: Pick<Core, 'passages' | 'presence' | 'guests' | 'visits' | 'clock' | 'settings' | 'transaction'>
  acts: Pick<ActCalls, 'afterPassage'>
  tally: Pick<Tally, 'inc'>
  /** Said once for each visit; called inside the transaction of the passage. */
  tell(event: Omit<GuestPassed, 'id'>): void
  /** A passage that was there says something else now. */
  changed(id: number): void
}

/** What passages do (mission row 9). Everything is worked out from the visit's passages as they lie in time, so that the order in which they arrive says nothing. */
export function createPassageKeeper({ core, acts, tally, tell, changed }: KeeperOptions): PassageKeeper {
  const { passages: table, presence, guests, visits, clock } = core

  /** Guests and their visits, looked up once for each set that is kept. */
  function finder(site: string) {
    const known = new Map<string, { guestId: GuestId; candidates: Candidate[] } | null>()
    function guestOf({ code, ref }: Passage) {
      const key = `${code ?? ''} ${ref ?? ''}`
      const found = known.get(key)
      if (found !== undefined) return found
      const guest = (code === null ? null : guests.byCode(code)) ?? (ref === null ? null : guests.byRef(site, ref))
      const own = guest ? visits.allOfGuest(guest.id) : []
      const here = own.filter(visit => visit.site === site && visit.state !== 'cancelled')
      const made = guest
        ? { guestId: guest.id, candidates: here.map(visit => ({ id: visit.id, from: visit.from_at, until: visit.until_at })) }
        : null
      known.set(key, made)
      return made
    }
    return (passage: Passage): Owner => {
      const guest = passage.code === null && passage.ref === null ? null : guestOf(passage)
      if (!guest) return { guestId: null, visitId: null }
      const visit = visitAt(guest.candidates, passage.at)
      return { guestId: guest.guestId, visitId: (visit?.id ?? null) as VisitId | null }
    }
  }

  /** The first exit takes the access away, by policy, once; where there is none left, nobody does. */
  function revoke(visit: StoredVisit, passage: number): boolean {
    if (core.settings.read().accessEnds !== 'first-exit') return false
    if (overStates.includes(visit.state) || visit.state === 'revoking') return false
    return presence.say(visit.id, 'revoked', passage, clock.now()) && acts.afterPassage(visit, passage)
  }

  /** A visit from all of its passages. Call inside a transaction. */
  function settle(id: VisitId): void {
    const visit = visits.get(id)
    const steps = table.ofVisit(id)
    const { after, effects } = takeAll(steps)
    if (!visit || !after) return
    presence.save(id, after)
    for (const step of steps) {
      const now: PassageEffect[] = effects.get(step.key) ?? []
      const revoked = now.includes('checked-out') && revoke(visit, step.id)
      // What was really done because of it stays with it, whatever comes to light later.
      const all = revoked || step.effects.includes('revoked') ? [...now, 'revoked' as const] : now
      if (JSON.stringify(all) !== JSON.stringify(step.effects)) {
        table.saveEffects(step.id, all)
        changed(step.id)
      }
      for (const [effect, kind, event] of said) {
        if (!now.includes(effect) || !presence.say(id, kind, step.id, clock.now())) continue
        const code = guests.get(visit.guest_id)?.code ?? ''
        const { entries, exits } = after
        const at = new Date(step.at).toISOString()
        tell({ event, visit: id, code, door: step.doorId, door_name: step.doorName, entries, exits, at })
      }
    }
    visits.touch(id)
  }

  return {
    keep(site, passages, cursor) {
      core.transaction(() => {
        const ownerOf = finder(site)
        const moved = new Set<VisitId>()
        for (const passage of passages) {
          const owner = ownerOf(passage)
          const { id, how, result } = table.add(site, passage, owner)
          if (how === 'again') continue
          if (how === 'new') tally.inc('foyer_passages_total', { result })
          else changed(id)
          if (owner.visitId !== null && counts(passage.result)) moved.add(owner.visitId)
        }
        for (const visit of moved) settle(visit)
        table.saveCursor(site, cursor, clock.now())
      })
    },
  }
}

const said = [
  ['checked-in', 'entered', 'guest.entered'],
  ['checked-out', 'left', 'guest.left'],
] as const
