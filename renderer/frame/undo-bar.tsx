import { chords } from '../keys/keys.ts'
import { useKey } from '../keys/use-key.ts'
import type { Pending } from '../stores/acts.ts'
import { useFrom, useStores } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { Banner } from '../ui/banner.tsx'
import { useNow } from '../ui/use-now.ts'
import styles from './undo-bar.module.css'

/** What is about to be done to guests, and its way back: on every screen, as long as nothing has been sent. */
export function UndoBar() {
  const { pending, undo } = useFrom('acts', s => s)
  const screen = useFrom('view', s => s.screen)
  const cancelling = useFrom('batches', s => s.cancelling !== null)
  const newest = pending.at(-1)
  // The desk's own Ctrl+Z takes a registration back, and the batches' a cancelling: there this bar has its button alone.
  const hasKey = screen !== 'desk' && !cancelling
  useKey(
    chords.undo,
    event => (event.target instanceof HTMLInputElement && event.target.value !== '' ? false : newest && void undo(newest)),
    hasKey && newest !== undefined,
  )
  if (!newest) return null
  return (
    <div className={styles.bars}>
      {pending.map(one => (
        <About key={`${one.kind} ${one.actIds[0]}`} pending={one} hasKey={hasKey && one === newest} />
      ))}
    </div>
  )
}

function About({ pending, hasKey }: { pending: Pending; hasKey: boolean }) {
  const { t } = useText()
  const { batchVisits } = useStores()
  const undo = useFrom('acts', s => s.undo)
  const go = useFrom('view', s => s.go)
  useNow(250)
  const { kind, name, count, batchId } = pending
  const seconds = Math.max(0, Math.ceil((pending.until - Date.now()) / 1000))
  const toBatch = () => {
    if (batchId === null) return
    batchVisits.getState().choose(batchId)
    go('batches')
  }
  return (
    <div className={styles.bar} data-testid="undo-bar">
      <Banner
        tone="accent"
        icon="undo"
        fact={batchId === null ? t(`guests.soon ${kind}`, { name }) : t(`guests.soon ${kind} many`, { count })}
        action={{ word: hasKey ? `${t('guests.undo')} · Ctrl Z` : t('guests.undo'), act: () => void undo(pending) }}
      >
        {/* Readers hear what will happen once, and not each of its seconds. */}
        <span aria-hidden="true">{t('guests.soon in', { count: seconds })}</span>
        {batchId !== null && (
          <button type="button" className={styles.link} onClick={toBatch} data-testid="to-batch">
            {t('guests.to batches')}
          </button>
        )}
      </Banner>
    </div>
  )
}
