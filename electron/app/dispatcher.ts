import type { z } from 'zod'
import { type CallName, type CallOutput, type CallParsed, calls } from '../../shared/contract/calls.ts'
import type { Answer, Failure } from '../../shared/model/failure.ts'
import { SiteError } from '../access-control/port.ts'
import type { Log } from '../base/log.ts'
import { isDiskFull } from '../storage/disk.ts'
import { failureOf } from './failure-of.ts'

/** What the console can do: one function for each name of the contract. Throws `Refusal` or `SiteError` for what a person can act on. */
export type Handlers = { readonly [N in CallName]: (input: CallParsed<N>) => CallOutput<N> | Promise<CallOutput<N>> }

/** The one door in: known name, valid input, and an answer whatever happens. */
export interface Dispatcher {
  /** Never rejects. */
  dispatch(name: string, input: unknown): Promise<Answer<unknown>>
}

/** A call that cannot be done as asked; carries its failure across the corridor. */
export class Refusal extends Error {
  readonly failure: Failure
  constructor(failure: Failure) {
    super(failure.cause ?? failure.kind)
    this.name = 'Refusal'
    this.failure = failure
  }
}

const refuse = (failure: Failure): Answer<never> => ({ ok: false, failure })

function badInput(error: z.ZodError): Failure {
  const [issue] = error.issues
  return { kind: 'invalid', cause: 'bad-input', field: (issue?.path ?? []).map(String).join('.').slice(0, 80) }
}

/** Builds the dispatcher over the table of handlers. Unforeseen errors become 'bug' and go to the log, by name and place only. */
export function createDispatcher(handlers: Handlers, log: Log): Dispatcher {
  return {
    async dispatch(name, input) {
      if (!Object.hasOwn(calls, name)) return refuse({ kind: 'invalid', cause: 'unknown-call' })
      const known = name as CallName
      const parsed = calls[known].input.safeParse(input ?? {})
      if (!parsed.success) return refuse(badInput(parsed.error))
      try {
        const handler = handlers[known] as (input: unknown) => unknown
        return { ok: true, value: await handler(parsed.data) }
      } catch (error) {
        if (error instanceof Refusal || error instanceof SiteError) return refuse(error.failure)
        if (isDiskFull(error)) return refuse(failureOf(error))
        log.error({ event: 'call-failed', call: known, error })
        return refuse({ kind: 'bug' })
      }
    },
  }
}
