import type { ReactNode } from 'react'
import type { StepState } from '../../shared/model/visit.ts'
import { type WizardStep, wizardSteps } from '../stores/device-steps.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { Lamp } from '../ui/lamp.tsx'
import { urlOf } from './device-fields.ts'
import styles from './device-wizard.module.css'
import type { DeviceForm } from './use-device-form.ts'
import { useDeviceWords } from './use-device-words.ts'

/** One step of the wizard: passed and told in a line, open, or still to come. */
export function WizardStepRow({ name, form, children }: { name: WizardStep; form: DeviceForm; children: ReactNode }) {
  const { t } = useText()
  const at = wizardSteps.indexOf(form.step)
  const mine = wizardSteps.indexOf(name)
  const isOpen = mine === at
  // What is sent in the open has passed nothing.
  const isBare = name === 'certificate' && form.fields.scheme === 'http'
  const state = mine < at ? (isBare ? 'unconfirmed' : 'done') : isOpen ? openState(form) : 'none'
  const title = t(`devices.step ${name}`)
  return (
    <li
      className={styles.step}
      data-testid={`step-${name}`}
      data-step={name}
      data-state={state}
      data-open={isOpen}
      aria-current={isOpen ? 'step' : undefined}
    >
      <Lamp state={state} height={20} />
      <h3>{title}</h3>
      {mine < at && (
        <>
          <Summary name={name} form={form} />
          <Button
            size={24}
            look="repair"
            onClick={() => form.back(name)}
            aria-disabled={form.busy !== null}
            aria-label={`${t('devices.change')}: ${title}`}
            data-testid={`change-${name}`}
          >
            {t('devices.change')}
          </Button>
        </>
      )}
      {isOpen && <div className={styles.body}>{children}</div>}
    </li>
  )
}

/** A no of the device to the open step; a certificate waits for a person to compare it. */
function openState({ step, tested, reached, busy }: DeviceForm): StepState {
  if (busy !== null) return 'waiting'
  if (step === 'certificate') return 'late'
  if (step === 'save') return tested?.checks.every(({ ok }) => ok) ? 'waiting' : 'late'
  const isRefused = step === 'address' ? reached !== null : tested !== null
  return isRefused ? 'refused' : 'waiting'
}

/** What was settled in a step that is passed. */
function Summary({ name, form: { fields } }: { name: WizardStep; form: DeviceForm }) {
  const words = useDeviceWords()
  const url = urlOf(fields)
  const isWarned = name === 'certificate' && (fields.scheme === 'http' || fields.legacyTls)
  const said =
    name === 'address'
      ? [fields.name.trim(), url].filter(Boolean).join(' · ')
      : name === 'certificate'
        ? words.certificate({ url, pin: fields.pin || null, legacyTls: fields.legacyTls })
        : fields.user.trim()
  return (
    <p className={styles.summary} data-warned={isWarned} title={said}>
      {said}
    </p>
  )
}
