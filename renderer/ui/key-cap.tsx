import { caps, chords, type KeyName } from '../keys/keys.ts'
import { useText } from '../text/use-text.ts'
import styles from './key-cap.module.css'

/** The key beside the action that it fires. `on` the main button it takes that button's colours. */
export function KeyCap({ name, on }: { name: KeyName; on?: 'accent' }) {
  const { t } = useText()
  const printed = caps(chords[name]).map(cap => (cap === 'Space' ? t('frame.space') : cap))
  return (
    <kbd className={styles.cap} data-on={on}>
      {printed.join(' ')}
    </kbd>
  )
}
