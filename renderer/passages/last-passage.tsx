import { useEffect } from 'react'
import type { PassageView } from '../../shared/model/passage.ts'
import { useFrom } from '../stores/context.ts'
import { useFormat } from '../text/use-format.ts'
import { usePassage } from '../text/use-passage.ts'
import { useText } from '../text/use-text.ts'
import { EmptyScreen } from '../ui/empty-screen.tsx'
import { Icon } from '../ui/icon.tsx'
import { Lamp } from '../ui/lamp.tsx'
import { isOpenedForNobody, resultLook, wayIcons } from '../ui/passage-view.ts'
import { Portrait } from '../ui/portrait.tsx'
import { useNow } from '../ui/use-now.ts'
import styles from './last-passage.module.css'

/** A card that is overtaken at once asks for no picture. */
const STAYED_MS = 250

/** The last passage, large: the face the door took beside the one enrolled, who, where, and how it ended. */
export function LastPassage() {
  const { t } = useText()
  const last = useFrom('passages', s => s.last)
  const state = useFrom('feed', s => s.feed?.feed.state)
  return (
    <article className={styles.card} data-testid="last-passage" data-result={last?.result}>
      {last ? (
        <Card passage={last} />
      ) : (
        <EmptyScreen>{t(state === 'off' ? 'passages.feed off now' : 'passages.no last')}</EmptyScreen>
      )}
    </article>
  )
}

/** Family name on the first line, the rest on the second; a site's own name as it is. */
function linesOf(name: string): [string, string] {
  const [family = '', ...rest] = name.split(' ')
  return [family, rest.join(' ')]
}

function Card({ passage }: { passage: PassageView }) {
  const { t } = useText()
  const words = usePassage()
  const look = resultLook(passage)
  const isKnown = passage.guestId !== null
  const [family, given] = linesOf(words.name(passage))
  return (
    <>
      <Faces passage={passage} of={words.initials(passage)} />
      <div className={styles.told}>
        <header className={styles.head}>
          <span className={styles.result} data-tone={look.tone} data-testid="last-result">
            <Lamp state={look.lamp} height={20} />{' '}
            {t(isOpenedForNobody(passage) ? 'passages.result nobody' : `passages.result ${passage.result}`)}
          </span>
          <Age at={passage.at} />
        </header>
        <h2 className={styles.name} data-testid="last-name">
          {isKnown ? (
            <>
              {family} <br />
              {given}
            </>
          ) : (
            words.name(passage)
          )}
        </h2>
        <p className={styles.second}>
          {passage.company || (isKnown ? '\u00a0' : t(passage.name === '' ? 'passages.nobody named' : 'passages.not ours'))}
        </p>
        <Facts passage={passage} />
      </div>
    </>
  )
}

function Age({ at }: { at: number }) {
  const { t } = useText()
  const words = usePassage()
  const format = useFormat()
  const now = useNow()
  const age = now - at
  const told = age < 3_600_000 ? t('passages.ago', { age: words.age(age) }) : format.when(at, now)
  return <span className={styles.age}>{age < 1_500 ? t('passages.just now') : told}</span>
}

function Faces({ passage, of }: { passage: PassageView; of: { family: string; given: string } }) {
  const { t } = useText()
  const format = useFormat()
  const want = useFrom('pictures', s => s.want)
  const taken = useFrom('pictures', s => s.urls.get(passage.id))
  const has = passage.picture !== null
  useEffect(() => {
    if (!has) return
    const timer = setTimeout(() => want(passage.id), STAYED_MS)
    return () => clearTimeout(timer)
  }, [has, want, passage.id])
  const caption = !has || taken === null ? t('passages.taken none') : taken ? '' : t('passages.taken coming')
  return (
    <div className={styles.faces}>
      <figure>
        <Portrait of={{ family: '', given: '' }} size="passage" {...(taken ? { url: taken } : {})} />
        <figcaption>{caption || t('passages.taken', { time: format.clock(passage.at) })}</figcaption>
      </figure>
      <figure>
        <Portrait of={of} photo={passage.photo} size="passage" patience={STAYED_MS} />
        <figcaption>{t(passage.photo === null ? 'passages.enrolled none' : 'passages.enrolled')}</figcaption>
      </figure>
    </div>
  )
}

function Facts({ passage }: { passage: PassageView }) {
  const { t } = useText()
  const words = usePassage()
  const format = useFormat()
  const now = useNow(30_000)
  const { result, way, effects, cause, until } = passage
  const ends = until !== null && t(until > now ? 'passages.pass until' : 'passages.pass over', { time: format.when(until, now) })
  const pass = [ends, ...effects.map(effect => t(`passages.effect ${effect}`))].filter(Boolean).join(', ')
  return (
    <dl className={styles.facts}>
      <dt>{t('passages.door')}</dt>
      <dd>
        <Icon name={wayIcons[way]} size={14} /> {words.door(passage)}, {t(`passages.way ${way}`)}
      </dd>
      {result === 'unknown' && !isOpenedForNobody(passage) && (
        <>
          <dt>{t('passages.event')}</dt>
          <dd>{t('passages.event type', { type: passage.type })}</dd>
        </>
      )}
      {(result === 'denied' || result === 'alarm') && (
        <>
          <dt>{t('passages.why')}</dt>
          <dd className={styles.why}>{t(`passages.cause ${cause ?? (result === 'alarm' ? 'alarm' : 'other')}`)}</dd>
        </>
      )}
      {pass && (
        <>
          <dt>{t('passages.pass')}</dt>
          <dd>{pass}</dd>
        </>
      )}
    </dl>
  )
}
