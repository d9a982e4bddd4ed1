import { useState } from 'react'
import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { Icon, type IconName } from '../ui/icon.tsx'
import { About } from './about.tsx'
import { ConnectionSection } from './connection-section.tsx'
import { Preferences } from './preferences.tsx'
import styles from './settings-screen.module.css'

type Section = 'connection' | 'preferences' | 'about'
const sections: readonly [Section, IconName][] = [
  ['connection', 'lock'],
  ['preferences', 'sliders'],
  ['about', 'info'],
]
const bodies: Record<Section, () => React.ReactNode> = {
  connection: () => <ConnectionSection />,
  preferences: () => <Preferences />,
  about: () => <About />,
}

/** Which site, and what this desk likes. */
export function SettingsScreen() {
  const { t } = useText()
  const version = useFrom('session', s => s.hello?.version ?? '')
  const [section, setSection] = useState<Section>('connection')
  return (
    <div className={styles.screen}>
      <nav className={styles.side} aria-label={t('settings.sections')}>
        <h1>{t('settings.title')}</h1>
        {sections.map(([name, icon]) => (
          <button
            key={name}
            type="button"
            className={styles.section}
            aria-current={name === section ? 'true' : undefined}
            onClick={() => setSection(name)}
            data-testid={`settings-${name}`}
          >
            <Icon name={icon} />
            <span>
              <strong>{t(`settings.${name}`)}</strong>
              <small>{t(`settings.${name} note`, { version })}</small>
            </span>
          </button>
        ))}
      </nav>
      {bodies[section]()}
    </div>
  )
}
