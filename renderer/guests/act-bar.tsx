import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { ActButtons } from './act-buttons.tsx'
import styles from './guests-screen.module.css'

/** One thing for all the guests chosen. */
export function ActBar() {
  const { t } = useText()
  const marked = useFrom('guestTable', s => s.marked)
  const mark = useFrom('guestTable', s => s.mark)
  const byId = useFrom('visits', s => s.byId)
  const visits = [...marked].flatMap(id => byId[id] ?? [])
  return (
    <div className={styles.bar} data-testid="act-bar">
      <header>
        <strong>{t('guests.chosen', { count: marked.size })}</strong>
        <Button look="quiet" size={24} icon="cross" onClick={() => mark(new Set())}>
          {t('guests.choose none')}
        </Button>
      </header>
      <ActButtons visits={visits} name="" />
    </div>
  )
}
