import { useFrom } from '../stores/context.ts'
import { DoorList } from '../ui/door-list.tsx'
import { About } from './about.tsx'
import { AfterVisit } from './after-visit.tsx'
import { Checks } from './checks.tsx'
import { ConnectionForm } from './connection-form.tsx'
import { DeliveryLog } from './delivery-log.tsx'
import { DeviceList } from './device-list.tsx'
import { DeviceWizard } from './device-wizard.tsx'
import { DevicesSide } from './devices-side.tsx'
import { MetricsForm } from './metrics-form.tsx'
import { MetricsGuide } from './metrics-guide.tsx'
import { PassagesForm } from './passages-form.tsx'
import { Preferences } from './preferences.tsx'
import { SectionTabs } from './section-tabs.tsx'
import styles from './settings-screen.module.css'
import { useConnectionForm } from './use-connection-form.ts'
import { WebhookForm } from './webhook-form.tsx'

/** Which site this desk works with, what its test found, what the desk likes, what happens by itself, and what is told to the outside. */
export function SettingsScreen() {
  const { pin } = useConnectionForm()
  const section = useFrom('view', s => s.section)
  const isWizard = useFrom('deviceForm', s => s.open)
  const tabs = <SectionTabs />
  return (
    <div className={styles.screen}>
      <div className={styles.work}>
        {section === 'connection' && <ConnectionForm tabs={tabs} />}
        {section === 'passages' && <PassagesForm tabs={tabs} />}
        {section === 'devices' && (isWizard ? <DeviceWizard tabs={tabs} /> : <DeviceList tabs={tabs} />)}
        {section === 'webhook' && <WebhookForm tabs={tabs} />}
        {section === 'metrics' && <MetricsForm tabs={tabs} />}
        {section === 'connection' && (
          <footer className={styles.strip}>
            <Preferences />
            <About />
          </footer>
        )}
      </div>
      <aside className={styles.side}>
        {section === 'connection' && (
          <>
            <div className={styles.checks}>
              <Checks onPin={pin} />
            </div>
            <AfterVisit />
          </>
        )}
        {section === 'passages' && (
          <div className={styles.checks}>
            <DoorList />
          </div>
        )}
        {section === 'devices' && <DevicesSide />}
        {section === 'webhook' && (
          <div className={styles.checks}>
            <DeliveryLog />
          </div>
        )}
        {section === 'metrics' && (
          <div className={styles.checks}>
            <MetricsGuide />
          </div>
        )}
      </aside>
    </div>
  )
}
