import { type ReactNode, useEffect, useRef } from 'react'
import { DEFAULT_METRICS_PORT } from '../../shared/model/settings.ts'
import { chords } from '../keys/keys.ts'
import { useKey } from '../keys/use-key.ts'
import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { KeyForm } from '../ui/key-form.tsx'
import { StateWord, type Tone } from '../ui/state-word.tsx'
import styles from './connection-form.module.css'
import { MetricsBar } from './metrics-bar.tsx'
import { MetricsToken } from './metrics-token.tsx'
import { portOf } from './port-of.ts'

const tones: Record<'off' | 'listening' | 'port-taken' | 'elsewhere', Tone> = {
  off: 'plain',
  listening: 'ok',
  'port-taken': 'no',
  elsewhere: 'plain',
}

/** Metrics on loopback: on or off, the port, and the token, told once. */
export function MetricsForm({ tabs }: { tabs: ReactNode }) {
  const { t } = useText()
  const { view, tried, busy, read, save, refuse, type, forgetToken, ...state } = useFrom('metrics', s => s)
  const owner = useFrom('status', s => s.status?.owner ?? true)
  const field = useRef<HTMLFormElement>(null)
  useEffect(() => {
    void read()
    return forgetToken
  }, [read, forgetToken])
  const typed = state.port ?? String(view?.port ?? DEFAULT_METRICS_PORT)
  const port = portOf(typed)
  const fault = tried && port === null
  const run = (newToken: boolean) => {
    if (busy || !owner) return
    if (port !== null) return void save({ on: true, port, newToken })
    refuse()
    field.current?.querySelector('input')?.focus()
  }
  useKey(chords.send, () => run(false))
  return (
    <KeyForm form={field} className={styles.form} label={t('outside.tab metrics')}>
      <header className={styles.head}>
        {tabs}
        {view && (
          <p className={styles.state} data-testid="metrics-state" data-state={view.state}>
            <StateWord
              tone={tones[view.state]}
              icon={view.state === 'off' ? 'minus' : view.state === 'port-taken' ? 'bang' : 'check'}
            >
              {t(`outside.metrics ${view.state}`)}
            </StateWord>
            {view.state === 'listening' && <code>{`http://127.0.0.1:${view.port}/metrics`}</code>}
          </p>
        )}
        {view?.on && owner && (
          <Button
            size={28}
            aria-disabled={busy}
            onClick={() => void save({ on: false, port: view.port })}
            data-testid="metrics-off"
          >
            {t('outside.off')}
          </Button>
        )}
      </header>
      <p className={styles.lead}>{t('outside.metrics why')}</p>
      <div className={styles.fields}>
        <Field
          name="port"
          inputMode="numeric"
          label={t('outside.port')}
          value={typed}
          error={fault ? t('outside.error port') : undefined}
          hint={t('outside.port hint', { port: DEFAULT_METRICS_PORT })}
          onChange={event => type(event.target.value)}
          data-testid="metrics-port"
        />
      </div>
      <MetricsToken onNew={owner && view?.on ? () => run(true) : null} />
      <MetricsBar fault={fault} isPortNew={port !== view?.port} owner={owner} onSave={() => run(false)} />
    </KeyForm>
  )
}
