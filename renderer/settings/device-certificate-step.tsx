import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { Tick } from '../ui/tick.tsx'
import { Certificate } from './certificate.tsx'
import { digitsOf } from './connection-fields.ts'
import { StepRefused } from './device-step-refused.tsx'
import type { DeviceForm } from './use-device-form.ts'

/** The certificate that the device showed, to be compared and pinned; and where encryption failed, the old one. */
export function CertificateStep({ form: { fields, reached, busy, next, pin } }: { form: DeviceForm }) {
  const { t } = useText()
  const type = useFrom('deviceForm', s => s.type)
  const tls = reached?.checks.find(({ name }) => name === 'tls')
  const shown = reached?.certificateSha256 ?? null
  const isOld = fields.legacyTls || tls?.fix === 'legacy-tls'
  return (
    <>
      {shown !== null && tls && (
        // It has the focus, and not its button: whoever goes on pressing Enter has compared nothing.
        <div tabIndex={-1} data-focus>
          <Certificate
            section="devices"
            shown={shown}
            pin={fields.pin}
            ok={tls.ok}
            fix={null}
            busy={busy !== null}
            onPin={fingerprint => pin(digitsOf(fingerprint))}
          />
        </div>
      )}
      {shown === null && tls && <StepRefused check={tls} />}
      {isOld && (
        <Tick
          checked={fields.legacyTls}
          onChange={event => type({ legacyTls: event.target.checked })}
          note={t('devices.legacy why')}
          tone="wait"
          data-testid="legacy-tls"
        >
          {t('devices.legacy')}
        </Tick>
      )}
      {(shown === null || isOld) && (
        <Button
          look={shown === null ? 'main' : 'plain'}
          aria-disabled={busy !== null}
          onClick={next}
          data-stop
          data-testid="check-certificate"
        >
          {t(busy === 'reach' ? 'devices.checking' : 'devices.check certificate again')}
        </Button>
      )}
    </>
  )
}
