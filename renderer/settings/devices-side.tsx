import { useFrom } from '../stores/context.ts'
import { DeviceChecks } from './device-checks.tsx'
import { DevicePanel } from './device-panel.tsx'
import styles from './settings-screen.module.css'

/** Beside the list the device that is looked at, beside the wizard its checks. */
export function DevicesSide() {
  const open = useFrom('deviceForm', s => s.open)
  const view = useFrom('devices', s => s.view)
  const shown = useFrom('devices', s => s.shown)
  const devices = view?.devices ?? []
  const device = devices.find(({ id }) => id === shown) ?? devices[0]
  return (
    <div className={styles.checks}>
      {open || !device ? (
        <DeviceChecks />
      ) : (
        <DevicePanel key={device.id} device={device} isLast={view?.role === 'alone' && devices.length === 1} />
      )}
    </div>
  )
}
