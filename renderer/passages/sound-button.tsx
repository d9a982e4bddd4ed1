import { useState } from 'react'
import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { Icon } from '../ui/icon.tsx'
import { canSound, playDenied } from '../ui/tone.ts'
import styles from './passage-filters.module.css'

/** The tone on a denial, on or off; switched on, it is heard at once. */
export function SoundButton() {
  const { t } = useText()
  const isOn = useFrom('session', s => s.preferences?.sound ?? true)
  const prefer = useFrom('session', s => s.prefer)
  // A browser lets no page sound before somebody has clicked in it.
  const [waits, setWaits] = useState(() => !canSound())
  const word = !isOn ? 'sound off' : waits ? 'sound waits' : 'sound on'
  const turn = () => {
    const next = waits && isOn ? true : !isOn
    if (next) void playDenied().then(() => setWaits(!canSound()))
    void prefer({ sound: next })
  }
  return (
    <button
      type="button"
      className={styles.sound}
      aria-pressed={isOn}
      onClick={turn}
      onPointerEnter={() => setWaits(!canSound())}
      data-testid="sound"
    >
      <Icon name={isOn ? 'bell' : 'mute'} />
      {t(`passages.${word}`)}
    </button>
  )
}
