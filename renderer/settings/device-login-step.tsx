import { useFrom } from '../stores/context.ts'
import { useFormat } from '../text/use-format.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Tick } from '../ui/tick.tsx'
import { useNow } from '../ui/use-now.ts'
import { StepRefused } from './device-step-refused.tsx'
import { refusalOf } from './device-view.ts'
import styles from './device-wizard.module.css'
import type { DeviceForm } from './use-device-form.ts'

/** The account on the device. A wrong password is one try of the few that the device gives: what it says of them stands at the field. */
export function LoginStep({ form }: { form: DeviceForm }) {
  const { t } = useText()
  const { fields, faults, tested, busy, next, passwordKnown } = form
  const type = useFrom('deviceForm', s => s.type)
  const refused = tested && refusalOf(tested.checks)
  const wrong = useWrongPassword(refused)
  return (
    <>
      <div className={styles.fields}>
        <Field
          name="user"
          label={t('devices.user')}
          value={fields.user}
          error={faults.includes('user') ? t('devices.error user') : undefined}
          hint={t('devices.user hint')}
          onChange={event => type({ user: event.target.value })}
          data-testid="device-user"
        />
        <Field
          name="password"
          type="password"
          autoComplete="new-password"
          label={t('devices.secret')}
          value={fields.password}
          error={faults.includes('password') ? t('devices.error secret') : (wrong ?? undefined)}
          hint={t(passwordKnown ? 'devices.secret known' : 'devices.secret hint')}
          onChange={event => type({ password: event.target.value })}
          data-testid="device-password"
        />
      </div>
      {refused && wrong === null && <StepRefused check={refused.check} />}
      {(fields.basic || refused?.what === 'basic') && (
        <Tick
          checked={fields.basic}
          onChange={event => type({ basic: event.target.checked })}
          note={t('devices.basic why')}
          tone="wait"
          data-testid="device-basic"
        >
          {t('devices.basic')}
        </Tick>
      )}
      <Button look="main" keyName="send" aria-disabled={busy !== null} onClick={next} data-stop data-testid="check-login">
        {t(busy === 'test' ? 'devices.checking' : 'devices.check login')}
      </Button>
    </>
  )
}

/** What a refused password comes to, and what may still be tried. */
function useWrongPassword(refused: ReturnType<typeof refusalOf>): string | null {
  const { t } = useText()
  const format = useFormat()
  const now = useNow(30_000)
  const failure = refused?.check.failure
  if (refused?.what === 'locked') {
    const until = failure?.retryAt
    return until === undefined ? t('devices.locked some time') : t('devices.locked until', { time: format.when(until, now) })
  }
  if (refused?.what !== 'keys') return null
  const left = failure?.measure
  return `${t('devices.wrong secret')} ${left === undefined ? t('devices.tries unknown') : t('devices.tries left', { count: left })}`
}
