import { ActKind } from '../../../shared/model/act.ts'
import type { JobKind } from '../../queue/worker.ts'
import type { JobContext } from '../context.ts'
import { createApplyStage } from './apply.ts'
import { createConfirmStage } from './confirm.ts'
import { createLeaveStage, createRemoveStage } from './leave.ts'
import { createLevelStage } from './level.ts'
import { type ActStep, jobKindOf, plans } from './plan.ts'
import { createActKind, type Stage } from './stage.ts'
import { createValidityStage } from './validity.ts'

/** Every step of every act as a kind of job, by the name it has in the table. */
export function actKinds(context: JobContext): [string, JobKind][] {
  const stages: Readonly<Record<ActStep, { run: Stage; setSize: 'chunk' | 'one' }>> = {
    level: { run: createLevelStage(context), setSize: 'chunk' },
    validity: { run: createValidityStage(context), setSize: 'one' },
    apply: { run: createApplyStage(context), setSize: 'chunk' },
    confirm: { run: createConfirmStage(context), setSize: 'chunk' },
    leave: { run: createLeaveStage(context), setSize: 'one' },
    remove: { run: createRemoveStage(context), setSize: 'one' },
  }
  return ActKind.options.flatMap(kind =>
    plans[kind].steps.map((step): [string, JobKind] => {
      const { run, setSize } = stages[step]
      return [jobKindOf(kind, step), createActKind(context, kind, step, run, setSize)]
    }),
  )
}
