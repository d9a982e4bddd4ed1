import { ActKind } from '../../../shared/model/act.ts'

/** level: on or off · validity: the person's window · apply, confirm: the doors · leave: the site's own books · remove: the person. */
export type ActStep = 'level' | 'validity' | 'apply' | 'confirm' | 'leave' | 'remove'

interface Plan {
  steps: readonly ActStep[]
  /** Tries before a step that keeps spending them is given up (mission rows 4 and 5). */
  attempts: number
}

/**
 * What each act asks of the site, in order. Whoever leaves is taken off the levels and off the doors before the books are closed (protocol A4, Visitors: the safe order);
 * the other way round a card goes on opening doors for somebody whom the site no longer lists.
 */
export const plans: Readonly<Record<ActKind, Plan>> = {
  assign: { steps: ['level', 'apply', 'confirm'], attempts: 5 },
  revoke: { steps: ['level', 'apply', 'confirm'], attempts: 3 },
  extend: { steps: ['validity', 'apply', 'confirm'], attempts: 8 },
  reapply: { steps: ['apply', 'confirm'], attempts: 8 },
  checkout: { steps: ['level', 'apply', 'confirm', 'leave'], attempts: 8 },
  remove: { steps: ['level', 'apply', 'confirm', 'leave', 'remove'], attempts: 8 },
  repair: { steps: ['apply', 'confirm'], attempts: 8 },
  // Nobody watches an end at night: it goes on for long before it becomes an alarm.
  expire: { steps: ['level', 'apply', 'confirm', 'leave', 'remove'], attempts: 20 },
  withdraw: { steps: ['level', 'apply', 'confirm', 'leave'], attempts: 8 },
}

/** Kinds that nobody waits for: they go after the desk and the lists, and with each other. */
export const upkeep: readonly ActKind[] = ['expire', 'repair']

/** Kinds after which the guest has no access from this visit. */
export const leaves: readonly ActKind[] = ['revoke', 'checkout', 'remove', 'expire', 'withdraw']

/** The kind of job that does one step of one act. */
export const jobKindOf = (kind: ActKind, step: ActStep): string => `${kind} ${step}`

export const actJobKinds: readonly string[] = ActKind.options.flatMap(kind =>
  plans[kind].steps.map(step => jobKindOf(kind, step)),
)
