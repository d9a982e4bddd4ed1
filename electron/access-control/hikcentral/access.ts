import type { Failure } from '../../../shared/model/failure.ts'
import type { LevelId, PersonRef } from '../../../shared/model/ids.ts'
import type { AccessLevel, Door } from '../../../shared/model/site.ts'
import { type CallContext, type SetResult, SiteError } from '../port.ts'
import { listAll } from './paging.ts'
import type { Gateway } from './request.ts'
import { DoorItem, LevelItem, MemberItem, readable } from './wire.ts'

const GROUP = 'acs/v1/privilege/group'

export interface Access {
  doors(call: CallContext): Promise<Door[]>
  levels(call: CallContext): Promise<AccessLevel[]>
  /** Puts persons on a level (`want` true) or takes them off it. */
  change(level: LevelId, refs: readonly PersonRef[], want: boolean, call: CallContext): Promise<SetResult>
  apply(refs: readonly PersonRef[], call: CallContext): Promise<void>
}

/** Levels, doors, and who is on which (protocol A4, Access levels). `type` as in `Enrolment`: persons and visitors have levels of their own. */
export function createAccess(gateway: Gateway, type: 1 | 2): Access {
  async function members(level: LevelId, call: CallContext): Promise<Set<PersonRef>> {
    const body = { privilegeGroupId: level, type }
    return new Set(readable(MemberItem, await listAll(gateway, `${GROUP}/single/personList`, body, call)))
  }

  /** Null when it was done, else why not. */
  async function changeOnce(
    level: LevelId,
    refs: readonly PersonRef[],
    want: boolean,
    call: CallContext,
  ): Promise<Failure | null> {
    const path = `${GROUP}/single/${want ? 'addPersons' : 'deletePersons'}`
    try {
      await gateway.post(path, { privilegeGroupId: level, type, list: refs.map(id => ({ id })) }, call)
      return null
    } catch (error) {
      if (error instanceof SiteError) return error.failure
      throw error
    }
  }

  /** Those for whom the level is not yet as wanted: an error may be answered although it was done (protocol A4). */
  async function undone(level: LevelId, refs: readonly PersonRef[], want: boolean, call: CallContext): Promise<PersonRef[]> {
    const on = await members(level, call).catch(error => {
      const failure = error instanceof SiteError ? error.failure : null
      if (failure?.kind === 'not-found') throw new SiteError({ ...failure, cause: 'level-unknown' }, { cause: error })
      // A list we may not read tells nothing; everything else is worth another try of the whole.
      if (failure?.kind !== 'credentials' && failure?.kind !== 'unsupported') throw error
      return null
    })
    return on ? refs.filter(ref => on.has(ref) !== want) : [...refs]
  }

  /** Fills `refused`. A refused set is halved, so that one bad id does not take the others with it. `answer` is the site's to this very set, if it was asked. */
  async function settle(
    set: { level: LevelId; want: boolean; call: CallContext; refused: SetResult },
    refs: readonly PersonRef[],
    answer?: Failure,
  ): Promise<void> {
    if (refs.length === 0) return
    const failure = answer ?? (await changeOnce(set.level, refs, set.want, set.call))
    if (!failure) return
    if (refs.length > 1 && isAboutTheSet(failure)) {
      const half = Math.ceil(refs.length / 2)
      await settle(set, refs.slice(0, half))
      await settle(set, refs.slice(half))
      return
    }
    const isGone = isAboutTheSet(failure) && failure.kind === 'not-found'
    // A person who is gone is off every level.
    if (isGone && !set.want) return
    for (const ref of refs) set.refused.set(ref, isGone ? { ...failure, cause: 'person-unknown' } : failure)
  }

  return {
    async doors(call) {
      return readable(DoorItem, await listAll(gateway, 'resource/v1/acsDoor/acsDoorList', {}, call))
    },
    async levels(call) {
      return readable(LevelItem, await listAll(gateway, GROUP, { type }, call))
    },
    async change(level, refs, want, call) {
      const refused: SetResult = new Map()
      if (refs.length === 0) return refused
      const answer = await changeOnce(level, refs, want, call)
      if (!answer) return refused
      if (!isAboutTheSet(answer)) throw new SiteError(answer)
      const left = await undone(level, refs, want, call)
      await settle({ level, want, call, refused }, left, left.length === refs.length ? answer : undefined)
      if (refused.size > 0 && refs.length > 1) {
        const stillUndone = new Set(await undone(level, [...refused.keys()], want, call))
        for (const ref of refused.keys()) if (!stillUndone.has(ref)) refused.delete(ref)
      }
      return refused
    },
    async apply(refs, call) {
      if (refs.length === 0) return
      // 0: now, and those that failed before too. orderId is required and not in use (protocol A4).
      const body = { orderId: '', ImmediateDownload: 0, personIds: refs.join(',') }
      await gateway.post('visitor/v1/auth/reapplication', body, call)
    },
  }
}

/** The gateway itself refused, for a reason that may lie in one person of the set. All else is about the site or the way to it. */
function isAboutTheSet(failure: Failure): boolean {
  return failure.site !== undefined && ['invalid', 'not-found', 'conflict', 'timeout', 'full'].includes(failure.kind)
}
