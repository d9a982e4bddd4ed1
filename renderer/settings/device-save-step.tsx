import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { StateWord } from '../ui/state-word.tsx'
import styles from './device-wizard.module.css'
import { FillGauge } from './fill-gauge.tsx'
import type { DeviceForm } from './use-device-form.ts'

/** What was found, what had better be mended, and the saving. */
export function SaveStep({ form: { tested, busy, owner, next } }: { form: DeviceForm }) {
  const { t } = useText()
  const isFirst = useFrom('devices', s => s.view?.role === 'none')
  const kind = useFrom('status', s => s.status?.site.kind)
  const failed = tested?.checks.filter(({ ok }) => !ok).length ?? 0
  const status = tested?.status
  return (
    <>
      {status && (
        <div className={styles.found} data-testid="device-found">
          <p>{t('devices.found here', { model: [status.model, status.firmware].filter(Boolean).join(', ') })}</p>
          <span>{t('devices.users')}</span>
          <FillGauge what="users" fill={status.users} />
          <span>{t('devices.faces')}</span>
          <FillGauge what="faces" fill={status.faces} />
        </div>
      )}
      <p role="status" data-testid="device-verdict" data-failed={failed}>
        {failed === 0 ? (
          <StateWord tone="ok">{t('devices.save ready')}</StateWord>
        ) : (
          <StateWord tone="wait">{t('devices.save despite', { count: failed })}</StateWord>
        )}
      </p>
      <Button
        look="main"
        keyName="send"
        disabled={!owner}
        aria-disabled={busy !== null}
        onClick={next}
        data-stop
        data-testid="save-device"
      >
        {t(busy === 'save' ? 'devices.saving' : isFirst && kind === 'embedded' ? 'devices.save first' : 'devices.save')}
      </Button>
    </>
  )
}
