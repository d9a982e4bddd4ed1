import { useRef, useState } from 'react'
import type { FeedSettingsView } from '../../shared/contract/feed-calls.ts'
import type { SubscriptionSettings } from '../../shared/model/settings.ts'
import { subscriptionFaults } from '../../shared/model/subscription.ts'
import { useFrom } from '../stores/context.ts'
import { useFailure } from '../text/use-failure.ts'
import { useText } from '../text/use-text.ts'
import { Chip } from '../ui/chip.tsx'
import { ChipGroup } from '../ui/chip-group.tsx'
import { StateWord } from '../ui/state-word.tsx'
import styles from './feed-form.module.css'
import { KeptField } from './kept-field.tsx'
import { portOf } from './port-of.ts'
import { SubscriptionDestination } from './subscription-destination.tsx'

/** A machine may have many networks: the first ones are one click away, any can be typed. */
const MOST_OFFERED = 3

/** Whether the site tells by itself, where it reaches us, and what becomes of that: while it does not work, polling goes on. */
export function SubscriptionForm({ view }: { view: FeedSettingsView }) {
  const { t } = useText()
  const say = useFailure()
  const { change, failure } = useFrom('feedSettings', s => s)
  const feed = useFrom('feed', s => s.feed?.feed)
  /** Somebody wanted it on, and a field stands against it. */
  const [wanted, setWanted] = useState(false)
  const fields = useRef<HTMLDivElement>(null)
  const { subscription, siteIsHere } = view
  const keep = (by: Partial<SubscriptionSettings>) => {
    setWanted(false)
    void change({ subscription: by })
  }
  const against = subscriptionFaults(subscription, siteIsHere)
  const turn = (on: boolean) => {
    const [first] = on ? against : []
    if (!first) return keep({ on })
    setWanted(true)
    fields.current?.querySelector<HTMLInputElement>(`[name=${first.field}]`)?.focus()
  }
  /** What is wrong with what is typed; what is only wrong once it is on may be kept while it is off. */
  const faultOf = (by: Partial<SubscriptionSettings>, field: 'address' | 'reachedAs') => {
    const isShape = (cause: string) => cause === 'no-address' || cause === 'no-host'
    const fault = subscriptionFaults({ ...subscription, ...by }, siteIsHere).find(
      one => one.field === field && (subscription.on || isShape(one.cause)),
    )
    return fault && say({ kind: 'invalid', cause: fault.cause })
  }
  const untold = subscription.on && feed?.state === 'polling' ? feed.unpushed : undefined
  /** What is wrong with what is kept: it keeps the subscription off, was refused, or nobody can listen there. */
  const errorOf = (field: string) => {
    const fault = wanted && against.find(one => one.field === field)
    if (fault) return say({ kind: 'invalid', cause: fault.cause })
    const trouble = [failure, untold].find(one => one?.field === field)
    return trouble ? say(trouble) : undefined
  }
  const port = subscription.port === 0 ? '' : String(subscription.port)
  return (
    <div>
      <ChipGroup label={t('feed.subscription')}>
        {[true, false].map(on => (
          <Chip key={String(on)} chosen={subscription.on === on} onClick={() => turn(on)} data-testid={`subscription-${on}`}>
            {t(on ? 'settings.on' : 'settings.off')}
          </Chip>
        ))}
      </ChipGroup>
      <p className={styles.note}>{t('feed.subscription note')}</p>
      {subscription.on && (
        <p className={styles.state} role="status" data-testid="subscription-state" data-state={untold?.cause ?? feed?.state}>
          {feed?.state === 'live' && <StateWord tone="ok">{t('feed.told')}</StateWord>}
          {untold && (
            <StateWord tone={untold.cause === 'no-push-yet' ? 'plain' : 'wait'}>
              {t('feed.untold', { why: say(untold) })}
            </StateWord>
          )}
        </p>
      )}
      <div ref={fields} className={styles.fields}>
        <KeptField
          name="address"
          label={t('feed.address')}
          kept={subscription.address}
          faultOf={address => faultOf({ address }, 'address')}
          error={errorOf('address')}
          hint={
            view.addresses.length === 0 ? (
              t('feed.address hint none')
            ) : (
              <span className={styles.offered}>
                {t('feed.address hint')}
                {view.addresses.slice(0, MOST_OFFERED).map(address => (
                  <button key={address} type="button" onClick={() => keep({ address })}>
                    {address}
                  </button>
                ))}
              </span>
            )
          }
          onKeep={address => keep({ address })}
          data-testid="subscription-address"
        />
        <KeptField
          name="port"
          inputMode="numeric"
          label={t('feed.port')}
          kept={port}
          faultOf={text => (text === '' || portOf(text) !== null ? undefined : t('feed.error port'))}
          error={errorOf('port')}
          hint={t('feed.port hint')}
          onKeep={text => keep({ port: portOf(text) ?? 0 })}
          data-testid="subscription-port"
        />
        <KeptField
          name="reachedAs"
          label={t('feed.reached as')}
          kept={subscription.reachedAs ?? ''}
          faultOf={text => faultOf({ reachedAs: text || null }, 'reachedAs')}
          error={errorOf('reachedAs')}
          hint={t('feed.reached hint')}
          onKeep={text => keep({ reachedAs: text || null })}
          data-testid="subscription-reached"
        />
      </div>
      {subscription.on && <SubscriptionDestination listensAt={view.listensAt} />}
    </div>
  )
}
