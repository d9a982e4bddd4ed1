import { useFrom, useStores } from '../stores/context.ts'
import type { DeviceFields } from '../stores/device-form.ts'
import { useText } from '../text/use-text.ts'
import { type DeviceField, faultsOf, fieldsOf, inputOf, stepOfField, wayOf } from './device-fields.ts'

/** The wizard over its store: the fields, what is wrong with those of the open step, and what can be done. */
export function useDeviceForm() {
  const { t } = useText()
  const { deviceForm } = useStores()
  const state = useFrom('deviceForm', s => s)
  const owner = useFrom('status', s => s.status?.owner ?? true)
  const { device, typed, step, tried, failure } = state
  const fields: DeviceFields = { ...fieldsOf(device), ...typed }
  const passwordKnown = device !== null && device.secret !== 'none'
  const lacking = faultsOf(fields, passwordKnown)
  const here = lacking.filter(field => stepOfField[field] === step)
  const refused = failure?.field === 'url' ? 'host' : failure?.field
  const faults = [...(tried ? here : []), ...(refused && isField(refused, fields) ? [refused] : [])]

  /** The open step's own question, or the saving where none is left. */
  const next = (change: Partial<DeviceFields> = {}) => {
    const now = deviceForm.getState()
    if (now.busy !== null) return
    const asked = { ...fields, ...change }
    if (here.length > 0) return now.refuse()
    if (step === 'save') return save()
    if (step === 'login') return void now.test(inputOf(device, asked))
    void now.reach(wayOf(asked))
  }
  const save = () => {
    const now = deviceForm.getState()
    if (now.busy !== null || !owner || lacking.length > 0) return
    void now.save(inputOf(device, fields), t('devices.all doors'))
  }
  return {
    ...state,
    owner,
    fields,
    passwordKnown,
    /** What keeps it from being saved at all. */
    lacking,
    /** What keeps the open step from going on. */
    here,
    /** Of that, and of what the core refused, what is shown. */
    faults,
    /** A refusal that belongs to no field. */
    failure: failure && faults.length === 0 ? failure : null,
    next: () => next(),
    save,
    /** Takes a certificate's fingerprint over and goes on with it at once. */
    pin(fingerprint: string) {
      deviceForm.getState().type({ pin: fingerprint })
      next({ pin: fingerprint })
    },
  }
}
export type DeviceForm = ReturnType<typeof useDeviceForm>

const isField = (name: string, fields: DeviceFields): name is DeviceField => Object.hasOwn(fields, name)
