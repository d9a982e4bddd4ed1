import { useCallback, useMemo, useState } from 'react'
import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { EmptyScreen } from '../ui/empty-screen.tsx'
import { VirtualTable } from '../ui/virtual-table.tsx'
import styles from './guests-screen.module.css'
import { useGuestTableColumns } from './use-guest-table-columns.tsx'

/** The guests, the newest visit first; Shift chooses several, Enter opens one. */
export function GuestTable() {
  const { t } = useText()
  const { ids, filter, text, marked, mark, show, open } = useFrom('guestTable', s => s)
  const byId = useFrom('visits', s => s.byId)
  const [cursor, setCursor] = useState(-1)
  const columns = useGuestTableColumns()
  const rows = useMemo(() => (ids ?? []).map(id => (id === undefined ? undefined : byId[id])), [ids, byId])
  const onRange = useCallback((first: number, last: number) => show(first, last), [show])

  const onCursor = (index: number, extend: boolean) => {
    const [from, to] = extend && cursor >= 0 ? [Math.min(cursor, index), Math.max(cursor, index)] : [index, index]
    const chosen = rows.slice(from, to + 1).flatMap(visit => (visit ? [visit.id] : []))
    mark(new Set(extend ? [...marked, ...chosen] : chosen))
    setCursor(index)
    const visit = rows[index]
    if (visit && !extend) void open(visit.guestId)
  }

  if (ids !== null && ids.length === 0)
    return (
      <div className={styles.grid} data-testid="guest-table">
        <EmptyScreen {...(filter === 'all' && text === '' ? { keyName: 'newGuest' as const } : {})}>
          {text === '' ? t(`guests.nobody ${filter}`) : t('guests.nobody found')}
        </EmptyScreen>
      </div>
    )
  return (
    <>
      <div className={styles.grid} data-testid="guest-table">
        <VirtualTable
          label={t('guests.title')}
          rows={rows}
          rowKey={visit => visit.id}
          columns={columns}
          cursor={cursor}
          onCursor={onCursor}
          isMarked={visit => marked.size > 1 && marked.has(visit.id)}
          onEnter={visit => void open(visit.guestId)}
          onRange={onRange}
        />
      </div>
      <footer className={styles.foot}>
        <span>{t('guests.shown', { count: ids?.length ?? 0 })}</span>
        <span>
          <kbd>⇧ ↓</kbd> {t('guests.choose several')}
        </span>
        <span>
          <kbd>Ctrl C</kbd> {t('guests.copy')}
        </span>
      </footer>
    </>
  )
}
