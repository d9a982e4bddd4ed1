import { useRef } from 'react'
import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from './copy-button.tsx'
import styles from './feed-form.module.css'

/** Where the site pushes to, as it must be typed where it is not told by us; the token only to whoever asks to see it. */
export function SubscriptionDestination({ listensAt }: { listensAt: string | null }) {
  const { t } = useText()
  const owner = useFrom('status', s => s.status?.owner ?? true)
  const { destination, showDestination, hideDestination } = useFrom('feedSettings', s => s)
  const code = useRef<HTMLElement>(null)
  if (!owner) return <p className={styles.note}>{t('feed.listens elsewhere')}</p>
  if (listensAt === null) return null
  return (
    <div className={styles.destination}>
      <div className={styles.label}>{t('feed.pushes to')}</div>
      <p>
        <code ref={code} data-testid="destination">
          {destination ?? `${listensAt}…`}
        </code>
        {destination !== null && <CopyButton text={destination} from={() => code.current} testId="copy-destination" />}
        <Button
          look="repair"
          size={24}
          onClick={() => (destination === null ? void showDestination() : hideDestination())}
          data-testid="show-destination"
        >
          {t(destination === null ? 'feed.show whole' : 'feed.hide token')}
        </Button>
      </p>
      {destination !== null && <p className={styles.note}>{t('feed.token note')}</p>}
    </div>
  )
}
