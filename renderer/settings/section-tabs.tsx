import { useText } from '../text/use-text.ts'
import styles from './section-tabs.module.css'

export const settingsSections = ['connection', 'passages', 'webhook', 'metrics'] as const
export type SettingsSection = (typeof settingsSections)[number]

/** The settings' sections; the one shown is the heading of its form. */
export function SectionTabs({ section, onSection }: { section: SettingsSection; onSection: (section: SettingsSection) => void }) {
  const { t } = useText()
  return (
    <nav className={styles.tabs} aria-label={t('outside.sections')}>
      {settingsSections.map(name => {
        const Level = name === section ? 'h1' : 'span'
        return (
          <Level key={name}>
            <button
              type="button"
              aria-current={name === section ? 'page' : undefined}
              onClick={() => onSection(name)}
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
