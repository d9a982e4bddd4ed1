import { Locale, Theme } from '../../shared/model/settings.ts'
import { useFrom } from '../stores/context.ts'
import { useFormat } from '../text/use-format.ts'
import { useText } from '../text/use-text.ts'
import { Chip } from '../ui/chip.tsx'
import { ChipGroup } from '../ui/chip-group.tsx'
import styles from './strip.module.css'

/** What this desk likes; each change is there at once. */
export function Preferences() {
  const { t } = useText()
  const { zone } = useFormat()
  const preferences = useFrom('session', s => s.preferences)
  const prefer = useFrom('session', s => s.prefer)
  return (
    <section className={styles.section}>
      <h2>{t('settings.preferences')}</h2>
      <div className={styles.groups}>
        <ChipGroup label={t('settings.language')}>
          {Locale.options.map(locale => (
            <Chip
              key={locale}
              chosen={preferences?.locale === locale}
              onClick={() => void prefer({ locale })}
              data-testid={`language-${locale}`}
            >
              <span lang={locale}>{t(`settings.${locale}`)}</span>
            </Chip>
          ))}
        </ChipGroup>
        <ChipGroup label={t('settings.theme')}>
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
        <dl className={styles.zone}>
          <dt>{t('settings.zone')}</dt>
          <dd data-testid="zone">{zone}</dd>
        </dl>
      </div>
    </section>
  )
}
