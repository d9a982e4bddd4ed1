import type { DeviceView } from '../../shared/contract/device-calls.ts'
import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { Lamp } from '../ui/lamp.tsx'
import { type Column, VirtualTable } from '../ui/virtual-table.tsx'
import { stateOf } from './device-view.ts'
import styles from './devices.module.css'
import { FillGauge } from './fill-gauge.tsx'
import { useDeviceWords } from './use-device-words.ts'

/** Pixels: the head with the frame, and a row of two lines. */
const HEAD = 34
const ROW = 48

/** The devices, a row each; what is being asked for the first time is drawn as a place for it. */
export function DeviceTable({ devices, onEdit }: { devices: readonly DeviceView[]; onEdit: (device: DeviceView) => void }) {
  const { t } = useText()
  const words = useDeviceWords()
  const { shown, show, busy } = useFrom('devices', s => s)
  const at = devices.findIndex(({ id }) => id === shown)
  const told = ({ status }: DeviceView, cell: (status: NonNullable<DeviceView['status']>) => React.ReactNode) => {
    if (status) return cell(status)
    return busy === 'ask' ? <span className={styles.skeleton} data-testid="skeleton" /> : null
  }
  const columns: Column<DeviceView>[] = [
    {
      key: 'name',
      head: t('devices.device'),
      width: 'minmax(132px, 1.2fr)',
      cell: ({ id, name, url }) => (
        <span className={styles.who} data-testid="device-row" data-device={id}>
          <b title={name}>{name}</b>
          <span title={url}>{new URL(url).host}</span>
        </span>
      ),
      text: ({ name, url }) => `${name}\t${url}`,
    },
    {
      key: 'model',
      head: t('devices.model'),
      width: 'minmax(128px, 1fr)',
      cell: device =>
        told(device, ({ model, firmware }) => (
          <span className={styles.who} title={`${model} ${firmware}`.trim()}>
            <span className={styles.model}>{model || '–'}</span>
            <span>{firmware}</span>
          </span>
        )),
      text: ({ status }) => `${status?.model ?? ''}\t${status?.firmware ?? ''}`,
    },
    {
      key: 'state',
      head: t('devices.state'),
      width: 'minmax(176px, 1.1fr)',
      cell: ({ status }) => {
        const { lamp, tone } = stateOf(status)
        const { word, detail } = words.state(status)
        return (
          <span className={styles.state} data-tone={tone} data-testid="device-state" data-state={status?.state ?? 'unknown'}>
            <Lamp state={lamp} height={18} />
            <span className={styles.who}>
              <span className={styles.word}>{word}</span>
              {detail && <span title={detail}>{detail}</span>}
            </span>
          </span>
        )
      },
      text: ({ status }) => {
        const { word, detail } = words.state(status)
        return detail ? `${word}, ${detail}` : word
      },
    },
    {
      key: 'users',
      head: t('devices.users'),
      width: '112px',
      cell: device => told(device, ({ users }) => <FillGauge what="users" fill={users} />),
      text: ({ status }) => (status ? words.fill(status.users) : ''),
    },
    {
      key: 'faces',
      head: t('devices.faces'),
      width: '112px',
      cell: device => told(device, ({ faces }) => <FillGauge what="faces" fill={faces} />),
      text: ({ status }) => (status ? words.fill(status.faces) : ''),
    },
  ]
  return (
    <div className={styles.table} style={{ flexBasis: HEAD + devices.length * ROW }} data-testid="device-table">
      <VirtualTable
        label={t('devices.title')}
        rows={devices}
        rowKey={({ id }) => id}
        columns={columns}
        row={ROW}
        cursor={at}
        onCursor={index => devices[index] && show(devices[index].id)}
        onEnter={onEdit}
      />
    </div>
  )
}
