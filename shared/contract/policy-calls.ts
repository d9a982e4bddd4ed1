import { z } from 'zod'
import { RepairView } from '../model/repair.ts'
import { AccessEnds, AfterVisit, Settings } from '../model/settings.ts'
import { call, nothing } from './call.ts'

/** What happens by itself. */
export const Policies = z.object({
  afterVisit: AfterVisit,
  accessEnds: AccessEnds,
  repairHour: Settings.shape.repairHour.unwrap(),
})
export type Policies = z.infer<typeof Policies>

/** The calls about what happens by itself, at its hour or when somebody asks. */
export const policyCalls = {
  'policies.get': call(nothing, Policies),
  /** What is left out stays. */
  'policies.set': call(Policies.partial(), Policies),
  /** The last look at what the doors hold; null: there was none here. */
  'repair.get': call(nothing, z.object({ last: RepairView.nullable() })),
  /** Looks at everybody with access now or later, and gives back what is missing; answers at once. One that is looking already is joined. */
  'repair.start': call(nothing, RepairView),
} as const
