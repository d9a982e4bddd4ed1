import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { Field } from '../ui/field.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'
import { ListFault } from './list-fault.tsx'
import styles from './send-step.module.css'
import { SentList } from './sent-list.tsx'

const happenings: readonly ['now' | 'site' | 'offline' | 'rest', IconName][] = [
  ['now', 'list'],
  ['site', 'arrow'],
  ['offline', 'shield'],
  ['rest', 'file'],
]

/** Step 5: the batch's name, and what pressing the button will do. Afterwards: what went, and what is left. */
export function SendStep() {
  const { t } = useText()
  const sent = useFrom('list', s => s.sent)
  const name = useFrom('list', s => s.name)
  const bad = useFrom('list', s => s.preview?.bad ?? 0)
  const rename = useFrom('list', s => s.rename)
  return (
    <div className={styles.step}>
      <div className={styles.card}>
        <ListFault />
        {sent ? (
          <SentList sent={sent} />
        ) : (
          <>
            <h1>{t('import.send title')}</h1>
            <Field
              label={t('import.batch name')}
              value={name}
              maxLength={200}
              onChange={event => rename(event.target.value)}
              data-testid="batch-name"
            />
            <h2>{t('import.what happens')}</h2>
            <ul className={styles.happens}>
              {happenings
                .filter(([key]) => key !== 'rest' || bad > 0)
                .map(([key, icon]) => (
                  <li key={key}>
                    <Icon name={icon} /> {t(`import.happens ${key}`)}
                  </li>
                ))}
            </ul>
          </>
        )}
      </div>
    </div>
  )
}
