import { useCallback, useMemo, useRef, useState } from 'react'
import { useFrom } from '../stores/context.ts'
import { useFormat } from '../text/use-format.ts'
import { useText } from '../text/use-text.ts'
import { EmptyScreen } from '../ui/empty-screen.tsx'
import { KeyCap } from '../ui/key-cap.tsx'
import { VirtualTable } from '../ui/virtual-table.tsx'
import styles from './guests-screen.module.css'
import { useGuestTableColumns } from './use-guest-table-columns.tsx'

/** The guests, the newest visit first; Shift chooses several, Enter opens one. */
export function GuestTable() {
  const { t } = useText()
  const { ids, filter, text, marked, mark, markRows, show, open } = useFrom('guestTable', s => s)
  const byId = useFrom('visits', s => s.byId)
  const [cursor, setCursor] = useState(-1)
  /** Where a choice of several began. */
  const anchor = useRef(-1)
  const columns = useGuestTableColumns()
  const rows = useMemo(() => (ids ?? []).map(id => (id === undefined ? undefined : byId[id])), [ids, byId])
  const onRange = useCallback((first: number, last: number) => show(first, last), [show])

  const onCursor = (index: number, extend: boolean) => {
    setCursor(index)
    if (extend && anchor.current >= 0) {
      void markRows(Math.min(anchor.current, index), Math.max(anchor.current, index))
      return
    }
    anchor.current = index
    const visit = rows[index]
    mark(new Set(visit ? [visit.id] : []))
    if (visit) void open(visit.guestId, visit.id)
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
          onEnter={visit => void open(visit.guestId, visit.id)}
          onRange={onRange}
        />
      </div>
      {ids !== null && <Foot count={ids.length} />}
    </>
  )
}

function Foot({ count }: { count: number }) {
  const { t } = useText()
  const format = useFormat()
  const readAt = useFrom('guestTable', s => s.readAt)
  const ahead = useFrom('session', s => s.ahead)
  return (
    <footer className={styles.foot}>
      <span>{t('guests.shown', { count })}</span>
      <span>
        <KeyCap name="chooseMore" /> {t('guests.choose several')}
      </span>
      <span>
        <KeyCap name="copy" /> {t('guests.copy')}
      </span>
      {readAt !== null && <span className={styles.age}>{t('guests.as of', { time: format.clock(readAt + ahead) })}</span>}
    </footer>
  )
}
