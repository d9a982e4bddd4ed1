import { chords } from '../keys/keys.ts'
import { useKey } from '../keys/use-key.ts'
import { useFrom } from '../stores/context.ts'
import type { Screen } from '../stores/view.ts'
import { useText } from '../text/use-text.ts'
import { Icon } from '../ui/icon.tsx'
import { KeyCap } from '../ui/key-cap.tsx'
import { Logo } from '../ui/logo.tsx'
import styles from './title-bar.module.css'

const tabs = ['desk', 'import', 'batches', 'passages', 'guests'] as const satisfies readonly Screen[]

/** The head of the window: where one is, where one can go, and the box that finds or does. */
export function TitleBar() {
  const { t } = useText()
  const screen = useFrom('view', s => s.screen)
  const go = useFrom('view', s => s.go)
  const open = useFrom('view', s => s.open)
  const running = useFrom('batches', s => s.batches?.filter(batch => batch.state === 'running').length ?? 0)
  useKey(chords.desk, () => go('desk'))
  useKey(chords.import, () => go('import'))
  useKey(chords.batches, () => go('batches'))
  const denied = useFrom('passages', s => s.pins.length)
  useKey(chords.passages, () => go('passages'))
  useKey(chords.guests, () => go('guests'))
  useKey(chords.muster, () => open('muster'))
  useKey(chords.command, () => open('command'))
  useKey(chords.keys, () => open('keys'))

  return (
    <header className={styles.bar}>
      <span className={styles.brand}>
        <Logo /> {t('frame.product')}
      </span>
      <nav className={styles.tabs} aria-label={t('frame.screens')}>
        {tabs.map((name, index) => (
          <button
            key={name}
            type="button"
            className={styles.tab}
            aria-current={screen === name ? 'page' : undefined}
            onClick={() => go(name)}
            data-testid={`tab-${name}`}
          >
            <span className={styles.digit}>{index + 1}</span>
            {t(`frame.${name}`)}
            {name === 'batches' && running > 0 && (
              <span className={styles.count} role="img" aria-label={t('frame.batches running', { count: running })}>
                {running}
              </span>
            )}
            {name === 'passages' && denied > 0 && (
              <span className={styles.count} data-tone="no" role="img" aria-label={t('frame.denied now', { count: denied })}>
                {denied}
              </span>
            )}
          </button>
        ))}
      </nav>
      <button type="button" className={styles.find} onClick={() => open('command')}>
        <Icon name="search" />
        <span className={styles.findWord}>{t('frame.find')}</span>
        <KeyCap name="command" />
      </button>
      <button
        type="button"
        className={styles.settings}
        aria-label={t('frame.settings')}
        title={t('frame.settings')}
        aria-current={screen === 'settings' ? 'page' : undefined}
        onClick={() => go('settings')}
      >
        <Icon name="sliders" />
      </button>
    </header>
  )
}
