import { type SubmitEvent, useState } from 'react'
import type { FeedSettingsView } from '../../shared/contract/feed-calls.ts'
import type { EventKind, PassageResult } from '../../shared/model/passage.ts'
import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { type KindRow, kindRows, type Pace, paces, withPace } from './feed-kinds.ts'
import styles from './feed-kinds-table.module.css'

/** Which kinds of event the site is asked for, and how often. Each change is there at once. */
export function FeedKindsTable({ view }: { view: FeedSettingsView }) {
  const { t } = useText()
  const change = useFrom('feedSettings', s => s.change)
  const [isLast, setLast] = useState(false)
  const set = (type: number, pace: Pace) => {
    const next = withPace(view, type, pace)
    setLast(next === null)
    if (next) void change(next)
  }
  const groups = kindRows(view)
  return (
    <div className={styles.kinds} data-testid="feed-kinds">
      <p className={styles.note}>{t('feed.kinds note')}</p>
      {isLast && (
        <p className={styles.fault} role="alert">
          {t('feed.error last')}
        </p>
      )}
      <div className={styles.groups}>
        {groups.map(({ result, rows }) => (
          <Group key={result} result={result} rows={rows} set={set} />
        ))}
      </div>
      <AnotherKind known={groups.flatMap(group => group.rows)} add={type => set(type, 'slower')} />
    </div>
  )
}

/** A kind in words: what was shown at the door, else why it stayed shut. */
function useKindWord(): (kind: EventKind) => string {
  const { t, word } = useText()
  return ({ type, result, cause }) => {
    const otherwise = cause ? (`passages.cause ${cause}` as const) : result === 'granted' ? 'passages.row granted' : null
    const rest = otherwise ?? (result === 'alarm' ? 'passages.row alarm' : null)
    return rest ? word('feed', `kind ${type}`, rest) : t('passages.row unknown', { type })
  }
}

function Group({
  result,
  rows,
  set,
}: {
  result: PassageResult
  rows: readonly KindRow[]
  set: (type: number, pace: Pace) => void
}) {
  const { t } = useText()
  const wordOf = useKindWord()
  return (
    <table className={styles.table} data-of={result}>
      <thead>
        <tr>
          <th scope="col">{t(`feed.group ${result}`)}</th>
          {paces.map(pace => (
            <th key={pace} scope="col">
              {t(`feed.${pace}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <tr key={row.type} data-pace={row.pace} data-testid={`kind-${row.type}`}>
            <th scope="row">
              <span className={styles.word} title={wordOf(row)}>
                {wordOf(row)}
              </span>
              <span className={styles.type}>{row.type}</span>
            </th>
            {paces.map(pace => (
              <td key={pace}>
                <input
                  type="radio"
                  name={`kind ${row.type}`}
                  checked={row.pace === pace}
                  aria-label={`${t('feed.pace of', { kind: wordOf(row), type: row.type })}: ${t(`feed.${pace}`)}`}
                  onChange={() => set(row.type, pace)}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function AnotherKind({ known, add }: { known: readonly EventKind[]; add: (type: number) => void }) {
  const { t } = useText()
  const [text, setText] = useState('')
  const [tried, setTried] = useState(false)
  const type = /^\d{1,9}$/.test(text.trim()) ? Number(text) : 0
  const fault = type < 1 ? 'error kind' : known.some(kind => kind.type === type) ? 'error kind known' : null
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    setTried(fault !== null)
    if (fault) return
    add(type)
    setText('')
  }
  return (
    <form className={styles.add} onSubmit={submit} noValidate>
      <Field
        name="kind"
        inputMode="numeric"
        label={t('feed.kind add')}
        value={text}
        error={tried && fault ? t(`feed.${fault}`) : undefined}
        hint={t('feed.kind add hint')}
        onChange={event => {
          setText(event.target.value)
          setTried(false)
        }}
        data-testid="kind-number"
      />
      <Button type="submit" icon="plus" data-testid="add-kind">
        {t('feed.kind add button')}
      </Button>
    </form>
  )
}
