import { chords } from '../keys/keys.ts'
import { useKey } from '../keys/use-key.ts'
import { useFrom } from '../stores/context.ts'
import { useFailure } from '../text/use-failure.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { KeyCap } from '../ui/key-cap.tsx'
import { StateWord } from '../ui/state-word.tsx'
import { refusalOf } from './device-view.ts'
import bar from './save-bar.module.css'
import type { DeviceForm } from './use-device-form.ts'

/** What stands against it, the saving of what nobody could test yet, and the way back to the list. */
export function WizardFoot({ form }: { form: DeviceForm }) {
  const { t } = useText()
  const say = useFailure()
  const close = useFrom('deviceForm', s => s.close)
  const { owner, failure, step, lacking, busy, save, tested } = form
  useKey(chords.close, close)
  // Not with a password that was just refused: saving it would be one wrong one more.
  const isRefused = tested !== null && refusalOf(tested.checks) !== null
  const isUntested = owner && step !== 'save' && lacking.length === 0 && !isRefused
  return (
    <footer className={bar.bar}>
      {!owner ? (
        <p className={bar.outcome} data-tone="wait">
          <b>{t('settings.not owner')}</b> {t('settings.not owner why')}
        </p>
      ) : failure ? (
        <p className={bar.outcome} role="alert" data-testid="wizard-failure">
          <StateWord tone="no">{say(failure)}</StateWord>
        </p>
      ) : (
        <p className={bar.outcome}>{isUntested && t('devices.untested note')}</p>
      )}
      {isUntested && (
        <Button size={32} aria-disabled={busy !== null} onClick={save} data-testid="save-untested">
          {t('devices.save untested')}
        </Button>
      )}
      <button type="button" className={bar.desk} onClick={close} data-testid="close-wizard">
        <KeyCap name="close" /> {t('devices.back')}
      </button>
    </footer>
  )
}
