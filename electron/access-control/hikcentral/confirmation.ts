import type { PersonRef } from '../../../shared/model/ids.ts'
import { type CallContext, type Delivery, SiteError } from '../port.ts'
import { type Listed, readApplicationResult, readDownloadDetail } from './delivery.ts'
import type { Gateway } from './request.ts'

const PAGE_SIZE = 500
const MOST_PAGES = 200

/**
 * Asks the site what became of an application, as the port's `delivery` promises (protocol A4, Applying to devices).
 * What it cannot or may not say is 'unconfirmed', never 'done'. `type` as in `Enrolment`.
 */
export function createConfirmation(gateway: Gateway, type: 1 | 2) {
  /** All that failed or waits, of everybody; null when the site does not say, or not so that it can be read. */
  async function listed(call: CallContext): Promise<Listed[] | null> {
    const all: Listed[] = []
    let seen = 0
    for (let pageNo = 1; pageNo <= MOST_PAGES; pageNo++) {
      const body = { applicationResultType: 2, pageNo, pageSize: PAGE_SIZE, type }
      const data = await orNull(gateway.post('acs/v1/auth/applicationResult', body, call))
      const page = data === null ? null : readApplicationResult(data)
      if (!page) return null
      all.push(...page.listed)
      seen += page.items
      if (page.items === 0 || seen >= (page.total ?? 0)) return all
    }
    return null
  }

  /** Null: the site does not know this id here. Every source passes a visitor's; whether a person's answers is not known. */
  async function detail(ref: PersonRef, call: CallContext): Promise<Delivery | null> {
    const data = await orNull(gateway.post('visitor/v1/person/ID/elementDownloadDetail', { id: ref }, call))
    return data === null ? null : readDownloadDetail(ref, data)
  }

  async function asSet(refs: readonly PersonRef[], call: CallContext): Promise<Delivery[]> {
    const entries = refs.length > 0 ? await listed(call) : []
    return refs.map(ref => {
      const mine = entries?.filter(entry => entry.ref === ref)
      const failed = mine?.find(entry => entry.state === 'failed')
      const state = !mine ? 'unconfirmed' : failed ? 'failed' : mine.length > 0 ? 'pending' : 'done'
      return { ref, state, doors: null, cause: failed?.cause ?? null }
    })
  }

  return async function delivery(
    refs: readonly PersonRef[],
    how: 'set' | 'failed' | 'each',
    call: CallContext,
  ): Promise<Delivery[]> {
    if (how === 'each') {
      const details = await Promise.all(refs.map(ref => detail(ref, call)))
      const rest = await asSet(
        refs.filter((_, i) => !details[i]),
        call,
      )
      return refs.map((ref, i) => details[i] ?? rest.find(one => one.ref === ref)!)
    }
    const answers = await asSet(refs, call)
    if (how === 'set') return answers
    return Promise.all(answers.map(async one => (one.state === 'failed' ? ((await detail(one.ref, call)) ?? one) : one)))
  }
}

/** The data, or null where the site does not have this answer for us: no such endpoint, no right to it, no such id. */
async function orNull(data: Promise<unknown>): Promise<unknown> {
  try {
    return (await data) ?? ''
  } catch (error) {
    const failure = error instanceof SiteError ? error.failure : null
    const isNoAnswer =
      failure?.kind === 'unsupported' ||
      failure?.kind === 'not-found' ||
      failure?.kind === 'invalid' ||
      failure?.cause === 'no-permission'
    if (!isNoAnswer) throw error
    return null
  }
}
