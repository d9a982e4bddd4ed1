import { useFrom } from '../stores/context.ts'
import { useFormat } from '../text/use-format.ts'
import { useText } from '../text/use-text.ts'
import { Logo } from '../ui/logo.tsx'
import styles from './settings-screen.module.css'

/** Which Foyer this is, and where it runs. */
export function About() {
  const { t } = useText()
  const { zone } = useFormat()
  const hello = useFrom('session', s => s.hello)
  return (
    <section className={styles.page}>
      <div className={styles.card}>
        <Logo size={48} />
        <h2>{t('frame.product')}</h2>
        <p className={styles.note}>{t('settings.about text')}</p>
        {hello && (
          <dl className={styles.facts}>
            <dt>{t('settings.version')}</dt>
            <dd data-testid="version">{hello.version}</dd>
            <dt>{t('settings.host')}</dt>
            <dd>{t(`settings.host ${hello.host}`)}</dd>
            <dt>{t('settings.zone')}</dt>
            <dd>{zone}</dd>
          </dl>
        )}
      </div>
    </section>
  )
}
