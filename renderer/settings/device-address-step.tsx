import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { Chip } from '../ui/chip.tsx'
import { ChipGroup } from '../ui/chip-group.tsx'
import { Field } from '../ui/field.tsx'
import { addressOf } from './device-fields.ts'
import { StepRefused } from './device-step-refused.tsx'
import styles from './device-wizard.module.css'
import type { DeviceForm } from './use-device-form.ts'

const schemes = ['https', 'http'] as const

/** Where the device is, what it is called, and whether the way there is encrypted. */
export function AddressStep({ form: { fields, faults, reached, busy, next } }: { form: DeviceForm }) {
  const { t } = useText()
  const type = useFrom('deviceForm', s => s.type)
  const refused = reached?.checks.find(({ name, ok }) => name === 'reachable' && !ok)
  return (
    <>
      <div className={styles.fields}>
        <Field
          name="host"
          inputMode="url"
          label={t('devices.host')}
          value={fields.host}
          error={faults.includes('host') ? t('devices.error host') : undefined}
          hint={t('devices.host hint')}
          onChange={event => type(addressOf(event.target.value, fields.scheme))}
          data-testid="device-host"
        />
        <Field
          name="name"
          label={t('devices.name')}
          value={fields.name}
          error={faults.includes('name') ? t('devices.error name') : undefined}
          hint={t('devices.name hint')}
          onChange={event => type({ name: event.target.value })}
          data-testid="device-name"
        />
      </div>
      <ChipGroup
        label={t('devices.scheme')}
        note={<span data-warned={fields.scheme === 'http'}>{t(`devices.scheme ${fields.scheme} note`)}</span>}
      >
        {schemes.map(scheme => (
          <Chip key={scheme} chosen={fields.scheme === scheme} onClick={() => type({ scheme })} data-testid={`scheme-${scheme}`}>
            {t(`devices.scheme ${scheme}`)}
          </Chip>
        ))}
      </ChipGroup>
      {refused && <StepRefused check={refused} />}
      <Button look="main" keyName="send" aria-disabled={busy !== null} onClick={next} data-stop data-testid="check-address">
        {t(busy === 'reach' ? 'devices.checking' : 'devices.check address')}
      </Button>
    </>
  )
}
