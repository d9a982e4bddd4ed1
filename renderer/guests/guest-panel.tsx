import { useState } from 'react'
import type { CallOutput } from '../../shared/contract/calls.ts'
import type { VisitView } from '../../shared/model/visit.ts'
import { chords } from '../keys/keys.ts'
import { useKey } from '../keys/use-key.ts'
import { useFrom } from '../stores/context.ts'
import { useFormat } from '../text/use-format.ts'
import { useName } from '../text/use-name.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { LabelLayer } from '../ui/label-layer.tsx'
import { Portrait } from '../ui/portrait.tsx'
import { useNow } from '../ui/use-now.ts'
import { ActButtons } from './act-buttons.tsx'
import { DoorChain } from './door-chain.tsx'
import { DoorsNow } from './doors-now.tsx'
import styles from './guest-panel.module.css'
import { SiteSays } from './site-says.tsx'
import { Timeline } from './timeline.tsx'
import { useToCamera } from './use-to-camera.ts'
import { VisitNow } from './visit-now.tsx'

const ended: readonly VisitView['state'][] = ['cancelled', 'revoked', 'revoking', 'expired', 'checked-out']
/** A new photo goes on to the access: what was taken away stays away. */
const isOver = (visit: VisitView, now: number) => ended.includes(visit.state) || visit.until <= now

/** One guest whole: who it is, what can be done to the visit that was chosen, its doors now, what the site has, and what has happened. */
export function GuestPanel({ opened }: { opened: CallOutput<'guests.get'> }) {
  const { t } = useText()
  const nameOf = useName()
  const format = useFormat()
  const now = useNow(30_000)
  const close = useFrom('guestTable', s => s.open)
  const start = useFrom('acts', s => s.start)
  const forget = useFrom('forget', s => s.start)
  const toCamera = useToCamera()
  const [badge, setBadge] = useState(false)
  const { guest, visits, acts, passages } = opened
  const meant = useFrom('guestTable', s => s.visitId)
  const visit = visits.find(one => one.id === meant) ?? visits[0]
  const name = nameOf(guest)
  // A choice that is open over the panel closes first.
  useKey(chords.close, event =>
    event.target instanceof Element && event.target.closest('[role=dialog], input') ? false : void close(null),
  )
  const levels = visit?.levels.map(level => level.name).join(', ')
  return (
    <aside className={styles.panel} aria-label={name} data-testid="guest-panel">
      <header className={styles.who}>
        <Portrait of={guest} photo={guest.photo} size="panel" />
        <div>
          <h2>{name}</h2>
          <p className={styles.second}>
            {[guest.company, guest.host && t('guests.visits host', { host: guest.host })].filter(Boolean).join(' · ')}
          </p>
          <p className={styles.faint}>
            {[guest.document, t('guests.visit number', { count: guest.visits })].filter(Boolean).join(' · ')}
          </p>
          {visit && (
            <p className={styles.now}>
              <VisitNow visit={visit} />
              <span>
                <Icon name="clock" size={12} /> {t('guests.until time', { time: format.when(visit.until, now) })}
              </span>
            </p>
          )}
        </div>
        <button type="button" className={styles.close} onClick={() => void close(null)} aria-label={t('frame.close')}>
          <Icon name="cross" />
        </button>
      </header>
      {visit && (
        <div className={styles.ways}>
          <ActButtons visits={[visit]} name={name} />
          <div className={styles.more}>
            {!isOver(visit, now) && (
              <Button size={28} icon="camera" onClick={() => toCamera(visit.id)} data-testid="new-photo">
                {t('guests.new photo')}
              </Button>
            )}
            <Button size={28} icon="print" onClick={() => setBadge(true)} data-testid="print-label">
              {t('label.title')}
            </Button>
          </div>
        </div>
      )}
      <div className={styles.scroll}>
        {visit && (
          <section>
            <dl className={styles.facts}>
              <dt>{t('guests.code')}</dt>
              <dd data-testid="guest-code">{guest.code}</dd>
              <dt>{t('guests.levels')}</dt>
              <dd data-testid="guest-levels">{levels || t('guests.no levels')}</dd>
              <dt>{t('guests.window')}</dt>
              <dd data-testid="guest-window">
                {t('guests.window of', { from: format.when(visit.from, now), until: format.when(visit.until, now) })}
              </dd>
            </dl>
          </section>
        )}
        {visit && <DoorChain guestId={guest.id} visit={visit} />}
        {visit && <DoorsNow visit={visit} />}
        <SiteSays code={guest.code} />
        <Timeline visits={visits} acts={acts} passages={passages} />
      </div>
      <footer className={styles.foot}>
        {visit && visit.steps.person === 'done' && (
          <Button
            size={28}
            look="quiet"
            title={t('guests.remove note')}
            onClick={() => void start({ kind: 'remove', visitIds: [visit.id] }, name)}
            data-testid="act-remove"
          >
            {t('guests.do remove')}
          </Button>
        )}
        <Button
          size={28}
          look="danger"
          icon="trash"
          title={t('guests.forget note')}
          onClick={() => void forget(guest.id)}
          data-testid="forget"
        >
          {t('guests.forget')}
        </Button>
      </footer>
      {badge && visit && (
        <LabelLayer
          facts={{ name, company: guest.company, host: guest.host, until: visit.until, code: guest.code }}
          onClose={() => setBadge(false)}
        />
      )}
    </aside>
  )
}
