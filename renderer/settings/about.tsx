import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import styles from './strip.module.css'

/** Which Foyer this is, and where it runs. */
export function About() {
  const { t } = useText()
  const hello = useFrom('session', s => s.hello)
  return (
    <section className={styles.section}>
      <h2>{t('settings.about')}</h2>
      {hello && (
        <p className={styles.about}>
          <b data-testid="version">
            {t('frame.product')} {hello.version}
          </b>
          {t(`settings.host ${hello.host}`)}
        </p>
      )}
    </section>
  )
}
