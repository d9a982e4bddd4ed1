import { About } from './about.tsx'
import { AfterVisit } from './after-visit.tsx'
import { Checks } from './checks.tsx'
import { ConnectionForm } from './connection-form.tsx'
import { Preferences } from './preferences.tsx'
import styles from './settings-screen.module.css'
import { useConnectionForm } from './use-connection-form.ts'

/** Which site this desk works with, what its test found, what the desk likes, and what happens by itself. */
export function SettingsScreen() {
  const { pin } = useConnectionForm()
  return (
    <div className={styles.screen}>
      <div className={styles.work}>
        <ConnectionForm />
        <footer className={styles.strip}>
          <Preferences />
          <About />
        </footer>
      </div>
      <aside className={styles.side}>
        <div className={styles.checks}>
          <Checks onPin={pin} />
        </div>
        <AfterVisit />
      </aside>
    </div>
  )
}
