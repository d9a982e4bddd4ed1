import { useFrom } from '../stores/context.ts'
import { settingsSections } from '../stores/view.ts'
import { useText } from '../text/use-text.ts'
import styles from './section-tabs.module.css'

/** The settings' sections; the one shown is the heading of its form. */
export function SectionTabs() {
  const { t } = useText()
  const section = useFrom('view', s => s.section)
  const openSettings = useFrom('view', s => s.openSettings)
  return (
    <nav className={styles.tabs} aria-label={t('outside.sections')}>
      {settingsSections.map(name => {
        const Level = name === section ? 'h1' : 'span'
        return (
          <Level key={name}>
            <button
              type="button"
              aria-current={name === section ? 'page' : undefined}
              onClick={() => openSettings(name)}
              data-testid={`section-${name}`}
            >
              {t(`outside.tab ${name}`)}
            </button>
          </Level>
        )
      })}
    </nav>
  )
}
