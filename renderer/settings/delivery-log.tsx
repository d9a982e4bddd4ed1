import { useEffect } from 'react'
import type { DeliveryView } from '../../shared/model/webhook.ts'
import { useFrom } from '../stores/context.ts'
import { useFormat } from '../text/use-format.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { StateWord, type Tone } from '../ui/state-word.tsx'
import { useNow } from '../ui/use-now.ts'
import styles from './outside.module.css'

/** The log is read again as often: the table is the truth, and nothing is pushed about it. */
const EVERY_MS = 2_000

const tones: Record<DeliveryView['state'], Tone> = { waiting: 'wait', delivered: 'ok', failed: 'no' }

/** Every delivery with what became of it, the newest first. */
export function DeliveryLog() {
  const { t } = useText()
  const log = useFrom('webhook', s => s.log)
  const readLog = useFrom('webhook', s => s.readLog)
  useEffect(() => {
    const timer = setInterval(() => void readLog(), EVERY_MS)
    return () => clearInterval(timer)
  }, [readLog])
  return (
    <section className={styles.log}>
      <h2>{t('outside.log')}</h2>
      <p className={styles.note}>{t(log?.length === 0 ? 'outside.log none' : 'outside.log note')}</p>
      <ol data-testid="deliveries">
        {(log ?? []).map(row => (
          <Delivery key={row.id} row={row} />
        ))}
      </ol>
    </section>
  )
}

function Delivery({ row }: { row: DeliveryView }) {
  const { t } = useText()
  const format = useFormat()
  const now = useNow(30_000)
  const on = useFrom('webhook', s => s.view?.on ?? false)
  const again = useFrom('webhook', s => s.again)
  const { state, status, cause, attempts, nextAt } = row
  const isNew = state === 'waiting' && attempts === 0
  const at = row.lastAt ?? row.createdAt
  const facts = [
    cause === null && status !== null ? t('outside.http', { status }) : null,
    cause === null ? null : t(`outside.cause ${cause}`, { status: status ?? '' }),
    attempts > 1 ? t('outside.tries', { count: attempts }) : null,
    nextAt !== null && attempts > 0 ? t('outside.next at', { time: format.clock(nextAt) }) : null,
  ].filter(fact => fact !== null)
  return (
    <li className={styles.delivery} data-testid="delivery" data-state={state} data-event={row.event}>
      <StateWord tone={isNew ? 'plain' : tones[state]} {...(state === 'waiting' ? { icon: 'clock' as const } : {})}>
        {t(isNew ? 'outside.state new' : `outside.state ${state}`)}
      </StateWord>
      <b>{t(`outside.event ${row.event}`, { batch: row.batchId ?? '' })}</b>
      <time dateTime={new Date(at).toISOString()} title={format.dayTime(at)}>
        {now - at < 86_400_000 ? format.clock(at) : format.shortDayTime(at)}
      </time>
      {facts.length > 0 && <p>{facts.join(' · ')}</p>}
      {on && state === 'failed' && row.event !== 'test' && (
        <Button look="repair" size={24} icon="retry" onClick={() => void again(row.id)} data-testid="send-again">
          {t('outside.again')}
        </Button>
      )}
    </li>
  )
}
