import type { StoreApi } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { CallInput, CallOutput } from '../../shared/contract/calls.ts'
import type { DeviceView } from '../../shared/contract/device-calls.ts'
import type { Link } from '../../shared/contract/link.ts'
import type { Failure } from '../../shared/model/failure.ts'
import { stepAfterReach, stepAfterTest, type WizardStep, wizardSteps } from './device-steps.ts'
import type { DevicesState } from './devices.ts'

/** The wizard's fields as typed. The password's is empty until one is typed: it is never read back. */
export interface DeviceFields {
  scheme: 'https' | 'http'
  host: string
  name: string
  user: string
  password: string
  /** As pinned: 64 hex digits, or empty. */
  pin: string
  legacyTls: boolean
  basic: boolean
}

export interface DeviceFormState {
  open: boolean
  /** The device that is changed; null: a new one. */
  device: DeviceView | null
  /** What differs from the device, or from our defaults; kept while the operator looks elsewhere. */
  typed: Partial<DeviceFields>
  step: WizardStep
  /** The step's button was pressed: from then on its faults are shown. */
  tried: boolean
  busy: 'reach' | 'test' | 'save' | null
  /** What is known of the way there; null: not asked, or changed since. */
  reached: CallOutput<'devices.reach'> | null
  /** And of all the rest. */
  tested: CallOutput<'devices.test'> | null
  failure: Failure | null
  /** Opens the wizard: for a device, or for a new one, where what was typed before is still there. */
  begin(device: DeviceView | null): void
  /** Back to the list; what was typed stays. */
  close(): void
  type(change: Partial<DeviceFields>): void
  refuse(): void
  /** Back to a step that was passed. */
  back(step: WizardStep): void
  reach(input: CallInput<'devices.reach'>): Promise<void>
  test(input: CallInput<'devices.test'>): Promise<void>
  save(input: CallInput<'devices.save'>, everyDoor: string): Promise<void>
}

const blank = { typed: {}, step: 'address', tried: false, reached: null, tested: null, failure: null } as const

/** The wizard that adds a device, or changes one: it goes on only by what the device answered. */
export function createDeviceForm(link: Link, devices: StoreApi<DevicesState>) {
  return createStore<DeviceFormState>()((set, get) => ({
    ...blank,
    open: false,
    device: null,
    busy: null,
    begin(device) {
      const isSame = get().device?.id === device?.id
      set({ open: true, ...(isSame ? {} : blank), device, failure: null })
    },
    close: () => set({ open: false, failure: null }),
    type: change => set({ typed: { ...get().typed, ...change }, failure: null }),
    refuse: () => set({ tried: true, failure: null }),
    back(step) {
      const isEarlier = wizardSteps.indexOf(step) < wizardSteps.indexOf('login')
      set({ step, tried: false, tested: null, failure: null, ...(isEarlier ? { reached: null } : {}) })
    },
    async reach(input) {
      set({ busy: 'reach', tried: true, reached: null, tested: null, failure: null })
      const answer = await link.invoke('devices.reach', input)
      if (!answer.ok) return set({ busy: null, failure: answer.failure })
      const step = stepAfterReach(answer.value.checks)
      set({ busy: null, reached: answer.value, step, tried: step === get().step })
    },
    async test(input) {
      set({ busy: 'test', tried: true, tested: null, failure: null })
      const answer = await link.invoke('devices.test', input)
      if (!answer.ok) return set({ busy: null, failure: answer.failure })
      const step = stepAfterTest(answer.value.checks)
      // What it says of the way is newer than what was asked before it.
      const { checks, certificateSha256 } = answer.value
      set({ busy: null, tested: answer.value, reached: { checks: checks.slice(0, 2), certificateSha256 }, step })
    },
    async save(input, everyDoor) {
      set({ busy: 'save', failure: null })
      const failure = await devices.getState().save(input, everyDoor)
      set(failure ? { busy: null, failure } : { busy: null, ...blank, open: false, device: null })
    },
  }))
}
