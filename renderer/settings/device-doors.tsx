import type { DeviceView } from '../../shared/contract/device-calls.ts'
import { isDoorOf } from '../../shared/model/device.ts'
import { useFrom } from '../stores/context.ts'
import { useFormat } from '../text/use-format.ts'
import { useText } from '../text/use-text.ts'
import { ConfirmButton } from '../ui/confirm-button.tsx'
import { StateWord } from '../ui/state-word.tsx'
import styles from './device-panel.module.css'

/** The doors behind a device, each to be opened once, now: that cannot be undone, so it is asked by the door's name. */
export function DeviceDoors({ device }: { device: DeviceView }) {
  const { t } = useText()
  const format = useFormat()
  const role = useFrom('devices', s => s.view?.role)
  const { opening, opened, openDoor } = useFrom('devices', s => s)
  const ahead = useFrom('session', s => s.ahead)
  const doors = useFrom('levels', s => s.doors)
  if (role !== 'alone') return null
  const own = doors.filter(({ id }) => isDoorOf(device.id, id))
  return (
    <section className={styles.doors}>
      <h3>{t('devices.doors')}</h3>
      {own.length === 0 && <p className={styles.faint}>{t('devices.doors none')}</p>}
      <ul>
        {own.map(({ id, name }) => (
          <li key={id} data-testid="device-door">
            <span title={name}>{name}</span>
            {opened?.door === id && (
              <StateWord tone="plain" icon="check">
                {t('devices.opened', { time: format.clock(opened.at + ahead) })}
              </StateWord>
            )}
            <ConfirmButton
              look="repair"
              size={24}
              confirm={t('devices.open confirm', { door: name })}
              onConfirm={() => void openDoor(id)}
              busy={opening !== null}
              testId="open-door"
            >
              {t(opening === id ? 'devices.opening' : 'devices.open')}
            </ConfirmButton>
          </li>
        ))}
      </ul>
    </section>
  )
}
