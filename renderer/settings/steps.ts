import type { Enrol } from '../../shared/model/settings.ts'
import type { Check } from '../../shared/model/site.ts'

/** What a test looks at, in its order: shown before the first answer, and while it runs. */
export const waySteps = ['name', 'port', 'certificate', 'signature', 'clock'] as const
export const rightSteps = [
  'organisations',
  'persons',
  'visitors',
  'levels',
  'level-members',
  'doors',
  'apply',
  'apply-results',
  'door-details',
] as const

export type StepName = (typeof waySteps | typeof rightSteps)[number]

const onTheWay: ReadonlySet<string> = new Set(waySteps)

/** What the other way of keeping guests needs is not looked at. */
const notFor: Readonly<Record<Enrol, readonly StepName[]>> = { persons: ['visitors'], visitors: ['organisations', 'persons'] }

/** The rights that a test will look at. */
export const rightStepsFor = (enrol: Enrol): StepName[] => rightSteps.filter(name => !notFor[enrol].includes(name))

/** A check on the way that failed keeps those after it from being asked: they fail for the same reason and are not to blame. */
export function blockerOf(check: Check, checks: readonly Check[], way: ReadonlySet<string> = onTheWay): Check | null {
  if (check.ok) return null
  const first = checks.find(one => !one.ok && one.fix === check.fix)
  return first && first !== check && way.has(first.name) ? first : null
}

/** The checks of the way there, and those of the key's rights. */
export function inGroups(checks: readonly Check[]): { way: Check[]; rights: Check[] } {
  return {
    way: checks.filter(check => onTheWay.has(check.name)),
    rights: checks.filter(check => !onTheWay.has(check.name)),
  }
}
