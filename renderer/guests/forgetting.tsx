import { useEffect } from 'react'
import type { ForgetView } from '../../shared/contract/passage-calls.ts'
import { useFrom } from '../stores/context.ts'
import { useFailure } from '../text/use-failure.ts'
import { useText } from '../text/use-text.ts'
import { Banner } from '../ui/banner.tsx'
import { useNow } from '../ui/use-now.ts'
import styles from './guests-screen.module.css'

/** How far a forgetting has come; in the end what was deleted where. Stays until it is put away. */
export function Forgetting() {
  const { t } = useText()
  const say = useFailure()
  const { forget, guestId, failure, undo, dismiss } = useFrom('forget', s => s)
  const opened = useFrom('guestTable', s => s.opened?.guest.id)
  const open = useFrom('guestTable', s => s.open)
  const ahead = useFrom('session', s => s.ahead)
  useNow(500)
  const isGone = forget?.state === 'done' && opened === guestId
  useEffect(() => {
    if (isGone) void open(null)
  }, [isGone, open])
  const away = { word: t('frame.close'), act: dismiss }
  if (failure)
    return (
      <div className={styles.refused} data-testid="forget-refused">
        <Banner tone="no" fact={t('guests.forget refused')} action={away}>
          {say(failure)}
        </Banner>
      </div>
    )
  if (!forget || forget.state === 'undone') return null
  const seconds = Math.max(0, Math.ceil(((forget.undoUntil ?? 0) - Date.now() - ahead) / 1000))
  const canUndo = forget.state === 'waiting' && seconds > 0
  const tone = { waiting: 'accent', removing: 'accent', failed: 'no', done: 'ok' } as const
  return (
    <div className={styles.refused} data-testid="forgetting" data-state={forget.state}>
      <Banner
        tone={tone[forget.state]}
        icon={forget.state === 'done' ? 'check' : forget.state === 'failed' ? 'bang' : 'trash'}
        fact={t(`guests.forget ${forget.state}`)}
        action={canUndo ? { word: t('guests.undo'), act: () => void undo() } : forget.state === 'removing' ? undefined : away}
      >
        {canUndo && <span aria-hidden="true">{t('guests.soon in', { count: seconds })}</span>}
        {(forget.state === 'failed' || forget.state === 'removing') &&
          forget.cause &&
          `${say(forget.cause)}. ${t('guests.forget kept')}`}
        {forget.state === 'done' && <Deleted deleted={forget.deleted} />}
      </Banner>
    </div>
  )
}

const kinds = ['visits', 'acts', 'photos', 'pictures', 'passages', 'lookUps', 'deliveries', 'copies'] as const

function Deleted({ deleted }: { deleted: ForgetView['deleted'] }) {
  const { t } = useText()
  const here = kinds.filter(kind => deleted[kind] > 0).map(kind => t(`guests.forgot ${kind}`, { count: deleted[kind] }))
  return (
    <>
      {t(`guests.forgot person ${deleted.person}`)} {here.length > 0 && t('guests.forgot here', { what: here.join(', ') })}{' '}
      {deleted.unconfirmed && t('guests.forgot unconfirmed')}{' '}
      {deleted.elsewhere > 0 && t('guests.forgot elsewhere', { count: deleted.elsewhere })}
    </>
  )
}
