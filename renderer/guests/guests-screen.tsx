import { useEffect } from 'react'
import { useFrom, useStores } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { ActBar } from './act-bar.tsx'
import { ActRefused } from './act-refused.tsx'
import { Forgetting } from './forgetting.tsx'
import { GuestFilters } from './guest-filters.tsx'
import { GuestPanel } from './guest-panel.tsx'
import { GuestTable } from './guest-table.tsx'
import styles from './guests-screen.module.css'

const REFRESH_MS = 30_000

/** Every guest at the left, one of them whole at the right; what is done to them can be undone for ten seconds. */
export function GuestsScreen() {
  const { t } = useText()
  const { guestTable } = useStores()
  const opened = useFrom('guestTable', s => s.opened)
  const marked = useFrom('guestTable', s => s.marked)
  useEffect(() => {
    const { narrow, refresh, show } = guestTable.getState()
    narrow({})
    // Who is expected, and whose hour is near, changes though nothing is done.
    const timer = setInterval(refresh, REFRESH_MS)
    return () => {
      clearInterval(timer)
      show(0, -1)
    }
  }, [guestTable])
  return (
    <div className={styles.screen} data-panel={opened !== null}>
      <section className={styles.table} aria-label={t('guests.title')}>
        <GuestFilters />
        <GuestTable />
        {marked.size > 1 && <ActBar />}
        <Forgetting />
        <ActRefused />
      </section>
      {opened && <GuestPanel key={opened.guest.id} opened={opened} />}
    </div>
  )
}
