import { type ReactNode, useEffect } from 'react'
import { chords } from '../keys/keys.ts'
import { useKey } from '../keys/use-key.ts'
import { useFrom } from '../stores/context.ts'
import { useFailure } from '../text/use-failure.ts'
import { useFormat } from '../text/use-format.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { EmptyScreen } from '../ui/empty-screen.tsx'
import { KeyCap } from '../ui/key-cap.tsx'
import { StateWord } from '../ui/state-word.tsx'
import { DeviceTable } from './device-table.tsx'
import styles from './devices.module.css'
import { LevelEditor } from './level-editor.tsx'
import { RepairPanel } from './repair-panel.tsx'
import bar from './save-bar.module.css'

/** Every device that is spoken to directly, what they are to the site, and the levels of a site of devices alone. */
export function DeviceList({ tabs }: { tabs: ReactNode }) {
  const { t } = useText()
  const format = useFormat()
  const { view, askedAt, busy, read, ask } = useFrom('devices', s => s)
  const { begin, device: drafted, typed } = useFrom('deviceForm', s => s)
  const kind = useFrom('status', s => s.status?.site.kind)
  const ahead = useFrom('session', s => s.ahead)
  const go = useFrom('view', s => s.go)
  const toDesk = () => go('desk')
  useKey(chords.close, toDesk)
  useEffect(() => void read().then(ask), [read, ask])
  const devices = view?.devices ?? []
  const isHalfTyped = drafted === null && Object.keys(typed).length > 0
  return (
    <div className={styles.list}>
      <header className={styles.head}>{tabs}</header>
      <div className={styles.lead}>
        {view && (
          <p data-testid="devices-role" data-role={view.role}>
            {t(`devices.role ${view.role === 'none' && kind === 'hikcentral' ? 'none hikcentral' : view.role}`)}
          </p>
        )}
        {devices.length > 0 && (
          <span className={styles.asked}>
            <span>
              {askedAt === null ? t('devices.not asked') : t('devices.asked at', { time: format.clock(askedAt + ahead) })}
            </span>
            <Button size={28} icon="retry" aria-disabled={busy !== null} onClick={() => void ask()} data-testid="ask-devices">
              {t(busy === 'ask' ? 'devices.asking' : 'devices.ask')}
            </Button>
          </span>
        )}
      </div>
      {view && devices.length === 0 && (
        <EmptyScreen>
          {t('devices.none yet')} {kind !== 'hikcentral' && t('devices.none hint')}
        </EmptyScreen>
      )}
      {devices.length > 0 && <DeviceTable devices={devices} onEdit={begin} />}
      {view?.role === 'alone' && <LevelEditor key={JSON.stringify(view.levels)} saved={view.levels} />}
      {view && <RepairPanel role={view.role} />}
      <footer className={bar.bar}>
        <Button look="main" size={40} icon="plus" onClick={() => begin(null)} data-testid="add-device">
          {t(isHalfTyped ? 'devices.add again' : 'devices.add')}
        </Button>
        <News />
        <button type="button" className={bar.desk} onClick={toDesk}>
          <KeyCap name="close" /> {t('settings.to desk')}
        </button>
      </footer>
    </div>
  )
}

/** What came of the last thing that was done. */
function News() {
  const { t } = useText()
  const say = useFailure()
  const { failure, news } = useFrom('devices', s => s)
  if (failure)
    return (
      <p className={bar.outcome} role="alert" data-testid="devices-failure">
        <StateWord tone="no">{say(failure)}</StateWord>
      </p>
    )
  return (
    <p className={bar.outcome} role="status" data-testid="devices-news">
      {news && (
        <StateWord tone="plain" icon="check">
          {news.what === 'levels' ? t('devices.levels saved') : t(`devices.${news.what}`, { name: news.name })}
        </StateWord>
      )}
    </p>
  )
}
