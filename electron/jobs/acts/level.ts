import type { PersonRef } from '../../../shared/model/ids.ts'
import { LevelId } from '../../../shared/model/ids.ts'
import { type SetResult, SiteError } from '../../access-control/port.ts'
import type { HeldLevel } from '../../storage/visit-levels.ts'
import type { JobContext } from '../context.ts'
import type { ActSubject, Stage, StageEnd } from './stage.ts'

/** A level that is gone has nobody on it: off it is what was wanted. */
function nobodyOn(error: unknown): SetResult {
  if (error instanceof SiteError && error.failure.kind === 'not-found') return new Map()
  throw error
}

const lost = { kind: 'not-found', cause: 'person-lost' } as const

/** Puts a set of guests on their level, or takes them off theirs: one call for each level, whoever it is about. */
export function createLevelStage(context: JobContext): Stage {
  const { clock, levels, visits } = context

  /** The levels an act is about. One that another visit of the same guest needs is left alone at the site. */
  function levelsOf({ act, visit }: ActSubject): HeldLevel[] {
    if (act.level_id !== null) return [{ id: act.level_id, name: act.level_name }]
    const held = levels.held(visit.id)
    // A registration taken back in the middle may be on its level already, without us having been told.
    const maybe = act.kind === 'withdraw' && visit.level_step !== 'none' && !held.some(level => level.id === visit.level_id)
    return maybe ? [...held, { id: visit.level_id, name: visit.level_name }] : held
  }

  /** By a visit that does not leave it along with this one: two that each wait for the other would leave the guest on it. */
  function isNeededElsewhere({ visit, guest }: ActSubject, level: HeldLevel, together: readonly ActSubject[]): boolean {
    return levels
      .neededBy({ visit: visit.id, guest: guest.id, site: visit.site, level: level.id, now: clock.now() })
      .some(id => !together.some(one => one.visit.id === id && levelsOf(one).some(left => left.id === level.id)))
  }

  return async (subjects, { control, call }) => {
    const ends = new Map<ActSubject, StageEnd>()
    const changed = new Map<ActSubject, HeldLevel[]>()
    const sets = new Map<string, { wants: boolean; of: Map<PersonRef, ActSubject[]> }>()
    for (const subject of subjects) {
      const wants = subject.act.kind === 'assign'
      if (wants && subject.ref === '') {
        ends.set(subject, { type: 'failed', failure: lost })
        continue
      }
      const about = levelsOf(subject)
      changed.set(subject, about)
      for (const level of about) {
        if (subject.ref === '' || (!wants && isNeededElsewhere(subject, level, subjects))) continue
        const set = sets.get(`${wants} ${level.id}`) ?? { wants, of: new Map<PersonRef, ActSubject[]>() }
        set.of.set(subject.ref, [...(set.of.get(subject.ref) ?? []), subject])
        sets.set(`${wants} ${level.id}`, set)
      }
    }
    for (const [key, { wants, of }] of sets) {
      const level = LevelId.parse(key.slice(key.indexOf(' ') + 1))
      const refs = [...of.keys()]
      const refused = wants ? await control.grant(level, refs, call) : await control.withdraw(level, refs, call).catch(nobodyOn)
      for (const [ref, failure] of refused) {
        // Off the level is what was wanted: whoever is gone is off it.
        if (!wants && failure.kind === 'not-found') continue
        const told = failure.kind === 'not-found' ? lost : failure
        for (const subject of of.get(ref) ?? []) ends.set(subject, { type: 'failed', failure: told })
      }
    }
    for (const [subject, about] of changed) {
      if (ends.has(subject)) continue
      const { act, visit } = subject
      ends.set(subject, {
        type: 'next',
        effect() {
          for (const level of about) {
            if (act.kind === 'assign') levels.grant(visit.id, level, clock.now())
            else levels.revoke(visit.id, level.id, clock.now())
          }
          if (act.kind === 'assign') visits.change(visit.id, { level: 'done', ending: 'not yet' }, clock.now())
          else visits.touch(visit.id)
        },
      })
    }
    return ends
  }
}
