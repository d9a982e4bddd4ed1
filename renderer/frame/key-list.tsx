import { chords, type KeyName } from '../keys/keys.ts'
import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { KeyCap } from '../ui/key-cap.tsx'
import { Layer } from '../ui/layer.tsx'
import styles from './key-list.module.css'

/** Every key, on F1. */
export function KeyList() {
  const { t } = useText()
  const open = useFrom('view', s => s.open)
  return (
    <Layer label={t('frame.keys title')} onClose={() => open(null)} width={520}>
      <div className={styles.list}>
        <h2>{t('frame.keys title')}</h2>
        <dl>
          {(Object.keys(chords) as KeyName[]).map(name => (
            <div key={name} className={styles.row}>
              <dt>{t(`frame.key ${name}`)}</dt>
              <dd>
                <KeyCap name={name} />
              </dd>
            </div>
          ))}
        </dl>
        <p>{t('frame.keys note')}</p>
      </div>
    </Layer>
  )
}
