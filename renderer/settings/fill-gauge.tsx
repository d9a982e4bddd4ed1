import type { Fill } from '../../shared/model/device.ts'
import { useText } from '../text/use-text.ts'
import { Gauge } from '../ui/gauge.tsx'
import { shareOf, toneOfFill } from './device-view.ts'
import { useDeviceWords } from './use-device-words.ts'

/** Users or faces: how many there are, of how many there may be. */
export function FillGauge({ what, fill }: { what: 'users' | 'faces'; fill: Fill }) {
  const { t } = useText()
  const words = useDeviceWords()
  const said = words.fill(fill)
  return (
    <Gauge share={shareOf(fill)} tone={toneOfFill(fill)} label={`${t(`devices.${what}`)}: ${said}`}>
      {said}
    </Gauge>
  )
}
