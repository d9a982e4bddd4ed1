import { useEffect, useState } from 'react'
import type { DoorChain as Chain, ChainLink } from '../../shared/model/door-chain.ts'
import type { GuestId } from '../../shared/model/ids.ts'
import type { StepState, VisitView } from '../../shared/model/visit.ts'
import { useFrom } from '../stores/context.ts'
import { useFailure } from '../text/use-failure.ts'
import { useFormat } from '../text/use-format.ts'
import { useText } from '../text/use-text.ts'
import { Lamp } from '../ui/lamp.tsx'
import { StateWord } from '../ui/state-word.tsx'
import { useNow } from '../ui/use-now.ts'
import { refusedDoor } from '../ui/visit-view.ts'
import { ChainFix } from './chain-fix.tsx'
import styles from './door-chain.module.css'

/** Whoever runs through the table with the arrows asks no chain. */
const STAYED_MS = 250
/** Windows open and close, devices come and go. */
const AGAIN_MS = 20_000

const lamps: Record<ChainLink['state'], StepState> = { ok: 'done', failed: 'refused', unknown: 'unconfirmed' }

/** "Can open door 3 now?": the verdict, then the links until the first that fails, with its fix inside it. */
export function DoorChain({ guestId, visit }: { guestId: GuestId; visit: VisitView }) {
  const { t } = useText()
  const say = useFailure()
  const doors = useFrom('levels', s => s.doors)
  const ask = useFrom('doorChain', s => s.ask)
  const told = useFrom('doorChain', s => s.chain)
  const failure = useFrom('doorChain', s => s.failure)
  const [chosen, setChosen] = useState<string | null>(null)
  const wanted = useFrom('doorChain', s => (s.wanted?.guestId === guestId ? s.wanted.doorId : null))
  const first = wanted ?? refusedDoor(visit)?.id ?? visit.presence?.doorName
  const start = doors.find(door => door.id === first || door.name === first) ?? visit.doors[0] ?? doors[0]
  const doorId = doors.find(door => door.id === chosen)?.id ?? start?.id
  const { updatedAt } = visit
  // biome-ignore lint/correctness/useExhaustiveDependencies: a visit that has changed is asked about anew
  useEffect(() => {
    if (doorId === undefined) return
    const look = () => void ask(guestId, doorId)
    const soon = setTimeout(look, STAYED_MS)
    const again = setInterval(look, AGAIN_MS)
    return () => {
      clearTimeout(soon)
      clearInterval(again)
    }
  }, [guestId, doorId, ask, updatedAt])
  if (doorId === undefined) return null
  const chain = told?.guestId === guestId && told.doorId === doorId ? told : null
  return (
    <section className={styles.chain} data-testid="door-chain">
      <header>
        <h3>
          <label>
            {t('chain.can open')}{' '}
            <select
              className={styles.door}
              value={doorId}
              onChange={event => setChosen(event.target.value)}
              data-testid="chain-door"
            >
              {doors.map(door => (
                <option key={door.id} value={door.id}>
                  {door.name}
                </option>
              ))}
            </select>
          </label>{' '}
          {t('chain.now')}
        </h3>
        {chain && <Verdict chain={chain} />}
      </header>
      {failure && <p className={styles.failure}>{say(failure)}</p>}
      {chain && (
        <ol className={styles.links}>
          {chain.links.map((link, index) => (
            <Link key={link.link} link={link} chain={chain} index={index} visit={visit} />
          ))}
        </ol>
      )}
    </section>
  )
}

/** Yes only as far as every link is known: schedules are told by no site of this kind. */
function Verdict({ chain }: { chain: Chain }) {
  const { t } = useText()
  const isOpen = chain.failing === null
  const isSure = chain.links.every(link => link.state === 'ok')
  return (
    <span className={styles.verdict} data-testid="chain-verdict" data-failing={chain.failing ?? undefined}>
      <StateWord tone={isOpen ? 'ok' : 'no'}>{t(isOpen ? 'chain.yes' : 'chain.no')}</StateWord>
      {isOpen && !isSure && <span className={styles.detail}>{t('chain.as known')}</span>}
    </span>
  )
}

function Link({ link, chain, index, visit }: { link: ChainLink; chain: Chain; index: number; visit: VisitView }) {
  const { t, word } = useText()
  const format = useFormat()
  const now = useNow(30_000)
  const failing = chain.links.findIndex(one => one.link === chain.failing)
  const isLater = failing >= 0 && index > failing
  const isFailing = index === failing
  const time = link.at === null ? '' : format.when(link.at, now)
  const said = link.cause === null ? null : word('chain', `cause ${link.cause}`, 'chain.cause other', { time })
  return (
    <li data-state={link.state} data-later={isLater} data-testid={`chain-${link.link}`}>
      <Lamp state={isLater ? 'none' : lamps[link.state]} height={16} />
      <span className={styles.name}>{t(`chain.link ${link.link}`)}</span>
      {!isLater && link.state === 'unknown' && <span className={styles.detail}>{said}</span>}
      {isFailing && (
        <div className={styles.fix}>
          <strong>{said}</strong>
          {link.fix && <ChainFix fix={link.fix} visit={visit} doorId={chain.doorId} time={time} />}
        </div>
      )}
    </li>
  )
}
