import type { Check } from '../../shared/model/site.ts'

/** The wizard's steps, in their order. Each is tested before the next one opens. */
export const wizardSteps = ['address', 'certificate', 'login', 'save'] as const
export type WizardStep = (typeof wizardSteps)[number]

const isGood = (checks: readonly Check[], name: string) => checks.some(check => check.name === name && check.ok)

/** Where the way to a device has come to: its checks are `reachable` and `tls`. */
export function stepAfterReach(checks: readonly Check[]): WizardStep {
  if (!isGood(checks, 'reachable')) return 'address'
  return isGood(checks, 'tls') ? 'login' : 'certificate'
}

/** Where a whole test has come to. Of a locked account no password is good: it is said in the step where another one would be typed. */
export function stepAfterTest(checks: readonly Check[]): WizardStep {
  const way = stepAfterReach(checks)
  if (way !== 'login') return way
  return isGood(checks, 'credentials') ? 'save' : 'login'
}
