import { useText } from '../text/use-text.ts'
import styles from './photos-step.module.css'

const SHOWN = 100

/** Names, the first hundred; how many more there are is said. */
export function ShortList({ items }: { items: readonly string[] }) {
  const { t } = useText()
  if (items.length === 0) return <p className={styles.none}>{t('import.none of these')}</p>
  return (
    <ul>
      {items.slice(0, SHOWN).map(item => (
        <li key={item} className={styles.item} title={item}>
          {item}
        </li>
      ))}
      {items.length > SHOWN && <li className={styles.more}>{t('import.and more', { count: items.length - SHOWN })}</li>}
    </ul>
  )
}
