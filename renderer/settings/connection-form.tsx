import { type ReactNode, useEffect, useRef } from 'react'
import { chords } from '../keys/keys.ts'
import { useKey } from '../keys/use-key.ts'
import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { KeyForm } from '../ui/key-form.tsx'
import type { ConnectionField } from './connection-fields.ts'
import { ConnectionFieldset } from './connection-fieldset.tsx'
import styles from './connection-form.module.css'
import { SaveBar } from './save-bar.tsx'
import { SiteNow } from './site-now.tsx'
import { useConnectionForm } from './use-connection-form.ts'

/** Which site this desk works with, and the form for another one: address, keys, pace, pin; test it, save it. */
export function ConnectionForm({ tabs }: { tabs: ReactNode }) {
  const { t } = useText()
  const form = useConnectionForm()
  const read = useFrom('connection', s => s.read)
  const element = useRef<HTMLFormElement>(null)
  useEffect(() => void read(), [read])
  const focus = (name: ConnectionField | undefined) => {
    const field = name && element.current?.elements.namedItem(name)
    if (field instanceof HTMLElement) field.focus()
  }
  const known = form.view !== null
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is known what the form lacks
  useEffect(() => {
    if (known) focus(form.lacking[0])
  }, [known])
  const attempt = (act: () => void) => {
    act()
    focus(form.lacking[0])
  }
  const save = () => attempt(form.save)
  useKey(chords.send, save)
  return (
    <KeyForm form={element} className={styles.form} label={t('settings.connection')}>
      <header className={styles.head}>{tabs}</header>
      <SiteNow view={form.view} onForget={form.owner ? form.forget : null} />
      <ConnectionFieldset fields={form.fields} faults={form.faults} />
      <SaveBar form={form} onSave={save} onTest={() => attempt(form.test)} />
    </KeyForm>
  )
}
