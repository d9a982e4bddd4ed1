import type { ConnectionFields } from '../stores/connection.ts'
import { useFrom, useStores } from '../stores/context.ts'
import { type ConnectionField, faultsOf, fieldsOf, inputOf } from './connection-fields.ts'

/** The form over the store: its fields, what is wrong with them, and the two things that can be done with it. */
export function useConnectionForm() {
  const { connection } = useStores()
  const { view, typed, tried, failure } = useFrom('connection', s => s)
  const owner = useFrom('status', s => s.status?.owner ?? true)
  const fields: ConnectionFields = { ...fieldsOf(view), ...typed }
  const secretKnown = view !== null && view.secret !== 'none'
  const refused = failure?.field
  const lacking = faultsOf(fields, secretKnown)
  const faults = [...(tried ? lacking : []), ...(refused && isField(refused, fields) ? [refused] : [])]

  const run = (act: 'test' | 'save', change: Partial<ConnectionFields> = {}) => {
    const state = connection.getState()
    const asked = { ...fields, ...change }
    if (state.busy !== null || (act === 'save' && !owner)) return
    if (faultsOf(asked, secretKnown).length > 0) return state.refuse()
    void state[act](inputOf(asked))
  }
  return {
    view,
    owner,
    fields,
    /** What keeps the form from being tested or saved. */
    lacking,
    /** Of that, and of what the core refused, what is shown. */
    faults,
    /** A refusal that belongs to no field. */
    failure: failure && faults.length === 0 ? failure : null,
    test: () => run('test'),
    save: () => run('save'),
    /** Back to the embedded site; all but the secret stays in the form. */
    forget: () => void connection.getState().forget({ ...fields, appSecret: '' }),
    /** Takes a certificate's fingerprint over and tests with it at once. */
    pin(fingerprint: string) {
      connection.getState().type({ pin: fingerprint })
      run('test', { pin: fingerprint })
    },
  }
}

const isField = (name: string, fields: ConnectionFields): name is ConnectionField => Object.hasOwn(fields, name)
