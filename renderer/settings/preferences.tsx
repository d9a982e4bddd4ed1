import { Locale, Theme } from '../../shared/model/settings.ts'
import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { Chip } from '../ui/chip.tsx'
import { ChipGroup } from '../ui/chip-group.tsx'
import styles from './settings-screen.module.css'

/** What this desk likes; each change is there at once. */
export function Preferences() {
  const { t } = useText()
  const preferences = useFrom('session', s => s.preferences)
  const prefer = useFrom('session', s => s.prefer)
  return (
    <section className={styles.page}>
      <div className={styles.card}>
        <h2>{t('settings.preferences')}</h2>
        <ChipGroup label={t('settings.language')} note={t('settings.language note')}>
          {Locale.options.map(locale => (
            <Chip
              key={locale}
              chosen={preferences?.locale === locale}
              onClick={() => void prefer({ locale })}
              data-testid={`language-${locale}`}
            >
              {t(`settings.${locale}`)}
            </Chip>
          ))}
        </ChipGroup>
        <ChipGroup label={t('settings.theme')} note={t('settings.theme note')}>
          {Theme.options.map(theme => (
            <Chip
              key={theme}
              chosen={preferences?.theme === theme}
              onClick={() => void prefer({ theme })}
              data-testid={`theme-${theme}`}
            >
              {t(`settings.${theme}`)}
            </Chip>
          ))}
        </ChipGroup>
      </div>
    </section>
  )
}
