import { Suspense, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './app.module.css'
import { BatchesScreen } from './batches/batches-screen.tsx'
import { Desk } from './desk/desk.tsx'
import { Banners } from './frame/banners.tsx'
import { CommandBox } from './frame/command-box.tsx'
import { DoorWatch } from './frame/door-watch.tsx'
import { KeyList } from './frame/key-list.tsx'
import { StatusBar } from './frame/status-bar.tsx'
import { TitleBar } from './frame/title-bar.tsx'
import { UndoBar } from './frame/undo-bar.tsx'
import { GuestsScreen } from './guests/guests-screen.tsx'
import { ImportScreen } from './import/import-screen.tsx'
import { MusterSheet } from './muster/muster-sheet.tsx'
import { PassagesScreen } from './passages/passages-screen.tsx'
import { SettingsScreen } from './settings/settings-screen.tsx'
import { useFrom } from './stores/context.ts'
import type { Screen } from './stores/view.ts'

/** One entry a screen. */
const screens: Record<Screen, () => React.ReactNode> = {
  desk: () => <Desk />,
  import: () => <ImportScreen />,
  batches: () => <BatchesScreen />,
  passages: () => <PassagesScreen />,
  guests: () => <GuestsScreen />,
  settings: () => <SettingsScreen />,
}

/** The window: head, what must be known, one screen, foot. */
export function App() {
  const { i18n } = useTranslation()
  const locale = useFrom('session', s => s.preferences?.locale)
  const screen = useFrom('view', s => s.screen)
  const layer = useFrom('view', s => s.layer)
  useEffect(() => {
    if (locale) void i18n.changeLanguage(locale)
  }, [locale, i18n])
  useEffect(() => {
    document.documentElement.lang = i18n.language
  }, [i18n.language])
  return (
    <div className={styles.window}>
      <TitleBar />
      <Banners />
      <main className={styles.screen} data-testid={`screen-${screen}`}>
        <Suspense>{screens[screen]()}</Suspense>
      </main>
      <UndoBar />
      <StatusBar />
      {layer === 'command' && <CommandBox />}
      {layer === 'keys' && <KeyList />}
      {layer === 'muster' && <MusterSheet />}
      <DoorWatch />
    </div>
  )
}
