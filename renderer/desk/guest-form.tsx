import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { Failure } from '../../shared/model/failure.ts'
import type { GuestCard } from '../../shared/model/guest.ts'
import type { VisitId } from '../../shared/model/ids.ts'
import { windowProblem } from '../../shared/model/time.ts'
import { chords, matches } from '../keys/keys.ts'
import { focusNextField } from '../keys/next-field.ts'
import { useKey } from '../keys/use-key.ts'
import { useFrom, useStores } from '../stores/context.ts'
import { type DraftFields, photoSettled } from '../stores/draft.ts'
import { levelsTold } from '../stores/levels.ts'
import { untilOf } from '../stores/until.ts'
import { useFormat } from '../text/use-format.ts'
import { useName } from '../text/use-name.ts'
import { useText } from '../text/use-text.ts'
import { Field } from '../ui/field.tsx'
import { KeyCap } from '../ui/key-cap.tsx'
import type { LabelFacts } from '../ui/label.tsx'
import { LabelLayer } from '../ui/label-layer.tsx'
import { StateWord } from '../ui/state-word.tsx'
import styles from './guest-form.module.css'
import { LevelChips } from './level-chips.tsx'
import { NameBox } from './name-box.tsx'
import { SendBar } from './send-bar.tsx'
import { UntilChips } from './until-chips.tsx'
import { useDeskForm } from './use-desk-form.ts'
import { useUndo } from './use-undo.ts'

const texts = ['company', 'document', 'phone', 'host', 'purpose'] as const satisfies readonly (keyof DraftFields)[]

/** Who comes, to whom, until when. One box is both search and name; the whole of it works by keyboard alone. */
export function GuestForm() {
  const { t, word } = useText()
  const nameOf = useName()
  const format = useFormat()
  const { draft, levels } = useStores()
  const register = useFrom('guests', s => s.register)
  const readVisits = useFrom('visits', s => s.read)
  const ahead = useFrom('session', s => s.ahead)
  const hasLevel = useFrom('draft', s => s.levelId !== null)
  const isDiskFull = useFrom('status', s => s.status?.disk === 'full')
  const form = useDeskForm()
  const undo = useUndo()
  const element = useRef<HTMLFormElement>(null)
  const [saved, setSaved] = useState<{ at: number; visitId: VisitId } | null>(null)
  const queued = useFrom('visits', s => (saved ? (s.byId[saved.visitId]?.state ?? 'queued') === 'queued' : false))
  const [failure, setFailure] = useState<Failure | null>(null)
  const busy = useRef(false)
  const [badge, setBadge] = useState<LabelFacts | null>(null)

  const focusName = () => form.setFocus('name', { shouldSelect: true })
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the desk is opened
  useEffect(() => form.setFocus('name'), [])
  useEffect(() => {
    if (!isDiskFull) setFailure(known => (known?.cause === 'disk-full' ? null : known))
  }, [isDiskFull])
  const startOver = () => {
    draft.getState().clear()
    form.clearErrors()
    setFailure(null)
    requestAnimationFrame(focusName)
  }

  const send = async (card: GuestCard, print: boolean) => {
    // Sent while its photo is still being prepared: the photo decides first.
    const awaited = draft.getState().photo.kind === 'preparing'
    if (awaited && (await photoSettled(draft)).kind !== 'ready') return
    // Sent before the site has told its levels: the likeliest comes with them.
    if (draft.getState().levelId === null) await levelsTold(levels)
    const { known, levelId, until, photo } = draft.getState()
    const now = Date.now() + ahead
    const window = { from: now, until: untilOf(until, now, format.zone) }
    const wrong = windowProblem(window, now)
    if (wrong) return setFailure({ kind: 'invalid', cause: wrong, field: 'until' })
    if (levelId === null) return setFailure({ kind: 'invalid', cause: 'no-level', field: 'level' })
    const answer = await register({
      card,
      guestId: known?.id ?? null,
      levelId,
      window,
      photo: photo.kind === 'ready' ? photo.photo : null,
    })
    if (!answer.ok) return setFailure(answer.failure)
    undo.offer(answer.value.visitId)
    setSaved({ at: now, visitId: answer.value.visitId })
    if (print) {
      const { company, host } = card
      setBadge({ name: nameOf(card), company, host, until: window.until, code: answer.value.code })
    }
    startOver()
    void readVisits()
  }
  const submit = (print: boolean) => {
    setFailure(null)
    if (busy.current) return
    busy.current = true
    void form
      .handleSubmit(card => send(card, print))()
      .finally(() => {
        busy.current = false
      })
  }

  useKey(chords.newGuest, startOver)
  useKey(chords.search, focusName)
  useKey(chords.send, () => submit(false))
  useKey(chords.sendPrint, () => submit(true))

  const onKeyDown = (event: KeyboardEvent<HTMLFormElement>) => {
    if (event.defaultPrevented || !matches(event.nativeEvent, chords.nextField) || !element.current) return
    const target = event.target as Element
    if (target.closest('[data-own-enter]')) return
    if (target.getAttribute('role') === 'radio') (target as HTMLElement).click()
    event.preventDefault()
    focusNextField(element.current, target)
  }

  const errorOf = (name: keyof DraftFields) => {
    const message = form.formState.errors[name]?.message
    return message ? word('desk', `error ${message}`, 'desk.error other') : undefined
  }
  return (
    <form
      ref={element}
      className={styles.form}
      onKeyDown={onKeyDown}
      onSubmit={event => event.preventDefault()}
      aria-label={t('desk.title')}
      noValidate
    >
      <header className={styles.head}>
        <h1>{t('desk.title')}</h1>
        <span role="status" data-testid="saved">
          {saved !== null && (
            <StateWord tone="plain" icon="check">
              {t(queued ? 'desk.saved' : 'desk.saved at', { time: format.time(saved.at) })}
            </StateWord>
          )}
        </span>
        <button type="button" className={styles.over} onClick={startOver}>
          <KeyCap name="newGuest" /> {t('desk.start over')}
        </button>
      </header>
      <NameBox form={form} error={errorOf('name')} />
      <div className={styles.fields}>
        {texts.map(name => (
          <div key={name} data-wide={name === 'purpose'}>
            <Field label={t(`desk.${name}`)} error={errorOf(name)} {...form.register(name)} />
          </div>
        ))}
      </div>
      <LevelChips error={failure?.field === 'level' && !(failure.cause === 'no-level' && hasLevel) ? failure : null} />
      <UntilChips error={failure?.field === 'until' ? failure : null} />
      <SendBar
        undo={undo}
        failure={failure && !['level', 'until'].includes(failure.field ?? '') ? failure : null}
        onSend={() => submit(false)}
        onSendPrint={() => submit(true)}
      />
      {badge && (
        <LabelLayer
          facts={badge}
          atOnce
          onClose={() => {
            setBadge(null)
            requestAnimationFrame(focusName)
          }}
        />
      )}
    </form>
  )
}
