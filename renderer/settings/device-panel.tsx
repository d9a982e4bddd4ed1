import type { DeviceView } from '../../shared/contract/device-calls.ts'
import { useFrom } from '../stores/context.ts'
import { useFailure } from '../text/use-failure.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { ConfirmButton } from '../ui/confirm-button.tsx'
import { Lamp } from '../ui/lamp.tsx'
import { DeviceDoors } from './device-doors.tsx'
import styles from './device-panel.module.css'
import { stateOf } from './device-view.ts'
import { FillGauge } from './fill-gauge.tsx'
import { useDeviceWords } from './use-device-words.ts'

/** One device whole: how it is, what it said of itself, its doors, and what can be done with it. */
export function DevicePanel({ device, isLast }: { device: DeviceView; isLast: boolean }) {
  const { t } = useText()
  const say = useFailure()
  const words = useDeviceWords()
  const begin = useFrom('deviceForm', s => s.begin)
  const { remove, busy } = useFrom('devices', s => s)
  const owner = useFrom('status', s => s.status?.owner ?? true)
  const { status } = device
  const { lamp, tone, word: what } = stateOf(status)
  const skew = words.skew(status)
  const { word, detail } = words.state(status)
  const why =
    what === 'unknown' || what === 'online'
      ? null
      : what === 'clock'
        ? t('devices.clock wrong', { by: skew ?? '' })
        : t(`devices.why ${what}`)
  // A refused or locked account is told in full by its state; of the rest the cause is worth its sentence.
  const cause = status?.state === 'offline' || status?.state === 'online' ? status.failure : null
  return (
    <section className={styles.panel} aria-label={device.name} data-testid="device-panel" data-device={device.id}>
      <header>
        <h2>{device.name}</h2>
        <code>{device.url}</code>
        <p className={styles.state} data-tone={tone}>
          <Lamp state={lamp} height={18} />
          <b>{[word, detail].filter(Boolean).join(', ')}</b>
        </p>
        {cause && <p className={styles.cause}>{say(cause)}</p>}
        {why && <p className={styles.why}>{why}</p>}
        <div className={styles.ways}>
          <Button size={28} onClick={() => begin(device)} data-testid="edit-device">
            {t('devices.edit')}
          </Button>
          {owner && (
            <ConfirmButton
              look="danger"
              confirm={t('devices.remove confirm', { name: device.name })}
              note={t(isLast ? 'devices.remove note last' : 'devices.remove note')}
              onConfirm={() => void remove(device)}
              busy={busy !== null && busy !== 'ask'}
              testId="remove-device"
            >
              {t('devices.remove')}
            </ConfirmButton>
          )}
        </div>
      </header>
      <dl className={styles.facts}>
        {status && (
          <>
            <dt>{t('devices.users')}</dt>
            <dd data-testid="device-users">
              <FillGauge what="users" fill={status.users} />
            </dd>
            <dt>{t('devices.faces')}</dt>
            <dd data-testid="device-faces">
              <FillGauge what="faces" fill={status.faces} />
            </dd>
          </>
        )}
        <Fact name={t('devices.model')} value={[status?.model, status?.firmware].filter(Boolean).join(', ')} />
        <dt>{t('devices.serial')}</dt>
        <dd className={styles.serial}>{status?.serial || <span className={styles.faint}>{t('devices.unknown')}</span>}</dd>
        <Fact name={t('devices.clock')} value={skew ?? (status?.skewMs == null ? '' : t('devices.clock right'))} />
        <Fact name={t('devices.last seen')} value={words.seen(status)} />
        {status && status.waiting > 0 && (
          <Fact name={t('devices.waiting')} value={t('devices.waiting count', { count: status.waiting })} />
        )}
        <Fact
          name={t('devices.certificate')}
          value={words.certificate(device)}
          isWarned={device.url.startsWith('http:') || device.legacyTls}
        />
        <dt>{t('devices.password')}</dt>
        <dd data-testid="password-kept" data-kept={device.secret}>
          {t(`devices.kept ${device.secret}`)}
          {device.basic && <span className={styles.warned}>{t('devices.basic on')}</span>}
        </dd>
      </dl>
      <DeviceDoors device={device} />
    </section>
  )
}

function Fact({ name, value, isWarned = false }: { name: string; value: string; isWarned?: boolean }) {
  const { t } = useText()
  return (
    <>
      <dt>{name}</dt>
      <dd className={isWarned ? styles.warned : undefined}>
        {value || <span className={styles.faint}>{t('devices.unknown')}</span>}
      </dd>
    </>
  )
}
