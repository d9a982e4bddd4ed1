import { chords } from '../keys/keys.ts'
import { useKey } from '../keys/use-key.ts'
import { useFrom } from '../stores/context.ts'
import { isSeen, MOST_PINNED, type Pinned } from '../stores/pinned.ts'
import { useFailure } from '../text/use-failure.ts'
import { useFormat } from '../text/use-format.ts'
import { usePassage } from '../text/use-passage.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'
import { Portrait } from '../ui/portrait.tsx'
import { StateWord } from '../ui/state-word.tsx'
import { useNow } from '../ui/use-now.ts'
import { type Offer, offerOf, reasonOf } from './next-step.ts'
import styles from './pinned-denials.module.css'
import { useOffer } from './use-offer.ts'
import { useVisitOf } from './use-visit-of.ts'

/** Whoever was turned away within the last minute, with why and what helps. */
export function PinnedDenials() {
  const { t } = useText()
  const pins = useFrom('passages', s => s.pins)
  useNow()
  const now = Date.now()
  const shown = pins.filter(pin => pin.until > now)
  const more = shown.length - MOST_PINNED
  return (
    <>
      {shown.slice(0, MOST_PINNED).map((pin, index) => (
        <Pin key={pin.passage.id} pin={pin} seconds={Math.ceil((pin.until - now) / 1000)} hasKey={index === 0} />
      ))}
      {more > 0 && <p className={styles.more}>{t('passages.pinned more', { count: more })}</p>}
    </>
  )
}

function Pin({ pin, seconds, hasKey }: { pin: Pinned; seconds: number; hasKey: boolean }) {
  const { passage, times } = pin
  const { t } = useText()
  const words = usePassage()
  const say = useFailure()
  const format = useFormat()
  const now = useNow(10_000)
  const visit = useVisitOf(passage)
  const unpin = useFrom('passages', s => s.unpin)
  const { taken, take, undo } = useOffer(passage)
  const { word, at: hour } = reasonOf(passage, visit, now)
  const why = t(`passages.why ${word}` as 'passages.why other', {
    time: hour === undefined ? '' : format.when(hour, now),
    ago: hour === undefined ? '' : words.age(now - hour),
  })
  const offer = offerOf(passage)
  const isOpen = taken === null || 'failure' in taken
  // Enter belongs to whatever has the focus; where nothing has, to the newest denial.
  const isMeant = (event: KeyboardEvent) => event.target === document.body && isSeen(pin, Date.now())
  useKey(chords.nextField, event => (offer && isMeant(event) ? void take(offer) : false), hasKey && isOpen)
  return (
    <section className={styles.pin} data-testid="pinned" aria-label={`${words.name(passage)}, ${words.door(passage)}`}>
      <Portrait of={words.initials(passage)} photo={passage.photo} size="pin" />
      <div className={styles.words}>
        <p className={styles.head}>
          <StateWord tone="no" icon={passage.result === 'alarm' ? 'bang' : 'cross'}>
            {t(passage.result === 'alarm' ? 'passages.result alarm' : 'passages.result denied')}
          </StateWord>
          <strong>{words.name(passage)}</strong>
          <span>
            {words.door(passage)} · {format.clock(passage.at)}
            {times > 1 && ` · ${t('passages.times', { count: times })}`}
          </span>
        </p>
        <p className={styles.why} data-testid="pinned-why">
          {why}
        </p>
        {taken && 'failure' in taken && (
          <p className={styles.failed} role="alert">
            {say(taken.failure)}
          </p>
        )}
      </div>
      <span className={styles.left} aria-hidden="true">
        {t('passages.pinned', { seconds })}
      </span>
      {taken && !('failure' in taken) ? (
        <span className={styles.done} data-testid="step-taken">
          <StateWord tone="plain">{t('made' in taken ? 'passages.step done' : 'passages.step taken back')}</StateWord>
          {'made' in taken && taken.made !== null && (
            <Button size={28} icon="undo" onClick={() => void undo()}>
              {t('guests.undo')}
            </Button>
          )}
        </span>
      ) : (
        offer && <OfferButton offer={offer} hasKey={hasKey} onTake={() => void take(offer)} />
      )}
      <button type="button" className={styles.close} onClick={() => unpin(passage.id)} aria-label={t('passages.unpin')}>
        <Icon name="cross" size={14} />
      </button>
    </section>
  )
}

const icons: Record<Offer['do'], IconName> = {
  apply: 'retry',
  extend: 'clock',
  'add-level': 'plus',
  retake: 'camera',
  register: 'plus',
  open: 'person',
}

function OfferButton({ offer, hasKey, onTake }: { offer: Offer; hasKey: boolean; onTake: () => void }) {
  const { t } = useText()
  const word =
    offer.do === 'add-level'
      ? t('passages.step add-level', { level: offer.levelName })
      : offer.do === 'extend'
        ? t('passages.step extend', { count: offer.hours })
        : t(`passages.step ${offer.do}`)
  return (
    <Button
      look={offer.do === 'open' || !hasKey ? 'plain' : 'main'}
      icon={icons[offer.do]}
      onClick={onTake}
      data-testid={`step-${offer.do}`}
      {...(hasKey ? { keyName: 'nextField' as const } : {})}
    >
      {word}
    </Button>
  )
}
