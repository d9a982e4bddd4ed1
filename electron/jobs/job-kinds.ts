import type { JobKind } from '../queue/worker.ts'
import { actKinds } from './acts/act-kinds.ts'
import { createAdmit } from './admit.ts'
import { createApply } from './apply.ts'
import { createConfirm } from './confirm.ts'
import type { JobContext } from './context.ts'
import { createGrant } from './grant.ts'
import { createLook } from './look.ts'
import { createLookUp } from './look-up.ts'
import { createRepair } from './repair.ts'

/** Every kind of job, by the name it has in the table. */
export function jobKinds(context: JobContext): ReadonlyMap<string, JobKind> {
  return new Map([
    ['admit', createAdmit(context)],
    ['grant', createGrant(context)],
    ['apply', createApply(context)],
    ['confirm', createConfirm(context)],
    ['look', createLook(context)],
    ['look-up', createLookUp(context)],
    ['repair', createRepair(context)],
    ...actKinds(context),
  ])
}
