import { useEffect } from 'react'
import type { Failure } from '../../shared/model/failure.ts'
import type { VisitView } from '../../shared/model/visit.ts'
import { useFrom } from '../stores/context.ts'
import { useFailure } from '../text/use-failure.ts'
import { useFormat } from '../text/use-format.ts'
import { useName } from '../text/use-name.ts'
import { useText } from '../text/use-text.ts'
import { Lamp } from '../ui/lamp.tsx'
import { Layer } from '../ui/layer.tsx'
import styles from './raw-answer.module.css'

/** What the site itself said of this guest, word for word, and each door by name. Opening it asks the doors again. */
export function RawAnswer({
  visit,
  cause,
  onClose,
}: {
  visit: VisitView
  /** Of what the batch does to this guest. */
  cause: Failure | null
  onClose: () => void
}) {
  const { t } = useText()
  const format = useFormat()
  const name = useName()(visit)
  const askDoors = useFrom('visits', s => s.askDoors)
  const asks = visit.doors.length > 0
  useEffect(() => {
    if (asks) void askDoors(visit.id)
  }, [asks, askDoors, visit.id])
  const doors = visit.doors.filter(door => door.cause !== null)
  // A door's refusal is often the whole's cause as well: said once, at the door.
  const isDoors = doors.some(door => door.cause?.kind === cause?.kind && door.cause?.cause === cause?.cause)
  const own = isDoors ? null : cause
  return (
    <Layer label={t('batches.answer of', { name })} onClose={onClose} width={640}>
      <div className={styles.answer} data-testid="raw-answer">
        <h2>{name}</h2>
        <dl className={styles.facts}>
          {visit.row !== null && <Fact label={t('batches.answer row')}>{visit.row}</Fact>}
          <Fact label={t('batches.answer person')}>{visit.code}</Fact>
          <Fact label={t('batches.answer level')}>{visit.levelName}</Fact>
          <Fact label={t('batches.answer window')}>
            {t('batches.from until', { from: format.dayTime(visit.from), until: format.dayTime(visit.until) })}
          </Fact>
        </dl>
        {own || doors.length > 0 ? (
          <>
            {own && <Said failure={own} />}
            {doors.map(door => (
              <div key={door.id}>
                <h3>{door.name}</h3>
                {door.cause && <Said failure={door.cause} />}
              </div>
            ))}
          </>
        ) : (
          <p className={styles.none}>{t('batches.answer none')}</p>
        )}
        {asks && (
          <>
            <h3>{t('batches.answer doors')}</h3>
            <ul className={styles.doors}>
              {visit.doors.map(door => (
                <li key={door.id}>
                  <Lamp state={door.state} height={16} /> <b>{door.name}</b> {t(`visits.step ${door.state}`)}
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </Layer>
  )
}

function Said({ failure }: { failure: Failure }) {
  const { t } = useText()
  const say = useFailure()
  return (
    <dl className={styles.facts} data-raw>
      <Fact label={t('batches.answer cause')}>{say(failure)}</Fact>
      <Fact label={t('batches.answer kind')}>
        <code>{[failure.kind, failure.cause, failure.field].filter(Boolean).join(' · ')}</code>
      </Fact>
      {failure.site && (
        <>
          <Fact label={t('batches.answer code')}>
            <code>{failure.site.code}</code>
          </Fact>
          <Fact label={t('batches.answer text')}>
            <code>{failure.site.text || '–'}</code>
          </Fact>
          {failure.site.path && (
            <Fact label={t('batches.answer path')}>
              <code>{failure.site.path}</code>
            </Fact>
          )}
        </>
      )}
    </dl>
  )
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  )
}
