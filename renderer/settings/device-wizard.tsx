import { type ReactNode, useEffect, useRef } from 'react'
import { chords } from '../keys/keys.ts'
import { useKey } from '../keys/use-key.ts'
import { wizardSteps } from '../stores/device-steps.ts'
import { useText } from '../text/use-text.ts'
import { KeyForm } from '../ui/key-form.tsx'
import { AddressStep } from './device-address-step.tsx'
import { CertificateStep } from './device-certificate-step.tsx'
import { LoginStep } from './device-login-step.tsx'
import { SaveStep } from './device-save-step.tsx'
import styles from './device-wizard.module.css'
import { WizardFoot } from './device-wizard-foot.tsx'
import { WizardStepRow } from './device-wizard-step.tsx'
import { type DeviceForm, useDeviceForm } from './use-device-form.ts'

const bodies: Record<(typeof wizardSteps)[number], (props: { form: DeviceForm }) => ReactNode> = {
  address: AddressStep,
  certificate: CertificateStep,
  login: LoginStep,
  save: SaveStep,
}

/** Adds a device, or changes one, step by step: each is tested on the device before the next one opens, and nothing is asked while somebody types. */
export function DeviceWizard({ tabs }: { tabs: ReactNode }) {
  const { t } = useText()
  const form = useDeviceForm()
  const element = useRef<HTMLFormElement>(null)
  const { step, device, busy } = form
  // What the step asks for has the focus, also when its question was answered with a no.
  useEffect(() => {
    if (busy !== null) return
    const fields =
      element.current?.querySelectorAll<HTMLElement>(`[data-step="${step}"] :is(input, [data-stop], [data-focus])`) ?? []
    const wanted = [...fields].find(field => field.getAttribute('aria-invalid') === 'true') ?? fields[0]
    wanted?.focus()
  }, [step, busy])
  const next = () => {
    form.next()
    const [first] = form.here
    const field = first && element.current?.elements.namedItem(first)
    if (field instanceof HTMLElement) field.focus()
  }
  useKey(chords.send, next)
  const steps = { ...form, next }
  return (
    <KeyForm
      form={element}
      className={styles.wizard}
      label={device ? t('devices.wizard edit', { name: device.name }) : t('devices.wizard new')}
      onLast={next}
    >
      <header className={styles.head}>{tabs}</header>
      <h2>{device ? t('devices.wizard edit', { name: device.name }) : t('devices.wizard new')}</h2>
      <ol className={styles.steps} aria-label={t('devices.steps')}>
        {wizardSteps.map(name => {
          const Body = bodies[name]
          return (
            <WizardStepRow key={name} name={name} form={form}>
              <Body form={steps} />
            </WizardStepRow>
          )
        })}
      </ol>
      <WizardFoot form={form} />
    </KeyForm>
  )
}
