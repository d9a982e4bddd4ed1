import { useEffect, useState } from 'react'
import type { FeedSettingsView } from '../../shared/contract/feed-calls.ts'
import { useFrom } from '../stores/context.ts'
import { useFailure } from '../text/use-failure.ts'
import { useFormat } from '../text/use-format.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { Chip } from '../ui/chip.tsx'
import { ChipGroup } from '../ui/chip-group.tsx'
import { FeedWord } from '../ui/feed-word.tsx'
import styles from './feed-form.module.css'
import { FeedKindsTable } from './feed-kinds-table.tsx'
import { KeptField } from './kept-field.tsx'
import { SubscriptionForm } from './subscription-form.tsx'

/** How passages are read, and how it goes: the site's share of calls, the kinds of event, the subscription. Devices alone need none of it. */
export function FeedForm() {
  const { t } = useText()
  const say = useFailure()
  const { view, failure, read, change } = useFrom('feedSettings', s => s)
  const feed = useFrom('feed', s => s.feed?.feed)
  // Where somebody listens is known only when the feed has begun.
  const how = feed && `${feed.state} ${feed.state === 'polling' ? feed.unpushed?.cause : ''}`
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again when the feed stands otherwise
  useEffect(() => void read(), [read, how])
  if (!view) return failure && <p role="alert">{say(failure)}</p>
  const asks = view.site !== 'isapi'
  return (
    <section className={styles.feed} aria-labelledby="feed-title">
      <header>
        <h2 id="feed-title">{t('feed.title')}</h2>
        <FeedWord />
      </header>
      {!asks && <p className={styles.note}>{t('feed.devices')}</p>}
      <div>
        <ChipGroup label={t('feed.read')} error={failure && !failure.field && <span role="alert">{say(failure)}</span>}>
          {[true, false].map(on => (
            <Chip key={String(on)} chosen={view.on === on} onClick={() => void change({ on })} data-testid={`feed-on-${on}`}>
              {t(on ? 'settings.on' : 'settings.off')}
            </Chip>
          ))}
        </ChipGroup>
        {!view.on && <p className={styles.note}>{t('feed.not read')}</p>}
      </div>
      {asks && (
        <>
          <Shares view={view} />
          <Kinds view={view} />
          <SubscriptionForm view={view} />
        </>
      )}
    </section>
  )
}

const percent = (share: number) => String(Math.round(share * 100))
const shareOf = (text: string) => (/^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= 100 ? Number(text) / 100 : null)

function Shares({ view }: { view: FeedSettingsView }) {
  const { t } = useText()
  const format = useFormat()
  const change = useFrom('feedSettings', s => s.change)
  const rate = useFrom('status', s => s.status?.limiter.rate)
  const fields = [
    { name: 'share', label: t('feed.share') },
    { name: 'catchUpShare', label: t('feed.catch-up share') },
  ] as const
  const hintOf = (name: 'share' | 'catchUpShare') =>
    name === 'catchUpShare'
      ? t('feed.catch-up hint')
      : rate && t('feed.share hint', { calls: format.number(rate * view.share, 1), rate: format.number(rate, 1) })
  return (
    <div className={styles.shares}>
      {fields.map(({ name, label }) => (
        <KeptField
          key={name}
          name={name}
          inputMode="numeric"
          label={label}
          kept={percent(view[name])}
          faultOf={text => (shareOf(text) === null ? t('feed.error share') : undefined)}
          hint={hintOf(name)}
          onKeep={text => void change({ [name]: shareOf(text) ?? view[name] })}
          data-testid={`feed-${name}`}
        />
      ))}
    </div>
  )
}

function Kinds({ view }: { view: FeedSettingsView }) {
  const { t } = useText()
  const [open, setOpen] = useState(false)
  return (
    <div>
      <div className={styles.label}>{t('feed.kinds')}</div>
      <p className={styles.kinds}>
        <span data-testid="kinds-sum">
          {t('feed.kinds sum', {
            prompt: view.types.length,
            rare: view.rareTypes.filter(type => !view.types.includes(type)).length,
          })}
        </span>
        <Button size={28} aria-expanded={open} onClick={() => setOpen(!open)} data-testid="change-kinds">
          {t(open ? 'feed.kinds fold' : 'feed.kinds change')}
        </Button>
      </p>
      {open && <FeedKindsTable view={view} />}
    </div>
  )
}
