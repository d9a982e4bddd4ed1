import type { DeviceView } from '../../shared/contract/device-calls.ts'
import type { DeviceStatus, Fill } from '../../shared/model/device.ts'
import { useFormat } from '../text/use-format.ts'
import { useSpan } from '../text/use-span.ts'
import { useText } from '../text/use-text.ts'
import { useNow } from '../ui/use-now.ts'
import { skewOf, stateOf } from './device-view.ts'

/** What is said of a device in several places. */
export function useDeviceWords() {
  const { t } = useText()
  const format = useFormat()
  const { took } = useSpan()
  const now = useNow(30_000)
  const skew = (status: DeviceStatus | null) => {
    const off = skewOf(status?.skewMs ?? null)
    return off && t(`devices.${off.key}`, { span: took(off.ms) })
  }
  return {
    skew,
    state(status: DeviceStatus | null) {
      const { word, at } = stateOf(status)
      const when = at && t(`devices.${at.key}`, { time: format.when(at.time, now) })
      return { word: t(`devices.state ${word}`), detail: word === 'clock' ? skew(status) : when }
    },
    seen(status: DeviceStatus | null) {
      const at = status?.lastSeenAt ?? null
      return at === null ? t('devices.never') : format.when(at, now)
    },
    fill({ used, max }: Fill) {
      if (used === null) return t('devices.fill none')
      if (max === null) return t('devices.fill alone', { used: format.number(used) })
      return t('devices.fill of', { used: format.number(used), max: format.number(max) })
    },
    certificate({ url, pin, legacyTls }: Pick<DeviceView, 'url' | 'pin' | 'legacyTls'>) {
      if (url.startsWith('http:')) return t('devices.cert none')
      const how = t(pin ? 'devices.cert pinned' : 'devices.cert trusted')
      return legacyTls ? `${how}, ${t('devices.cert legacy')}` : how
    },
  }
}
