import { useCallback, useMemo, useState } from 'react'
import type { PassageView } from '../../shared/model/passage.ts'
import { useFrom, useStores } from '../stores/context.ts'
import { isEverything } from '../stores/passage-list.ts'
import { useText } from '../text/use-text.ts'
import { EmptyScreen } from '../ui/empty-screen.tsx'
import { Icon } from '../ui/icon.tsx'
import { VirtualTable } from '../ui/virtual-table.tsx'
import styles from './passages-screen.module.css'
import { usePassageColumns } from './use-passage-columns.tsx'

const keyOf = (passage: PassageView) => passage.id
const toneOf = ({ result }: PassageView) => (result === 'denied' || result === 'alarm' ? 'no' : undefined)
const NOBODY: readonly PassageView[] = []

/** Every passage, the newest first. It moves with what happens while its top is looked at, and holds still for whoever reads or stands on a row. */
export function PassageTable() {
  const { t } = useText()
  const { guestTable, doorChain, view } = useStores()
  const rows = useFrom('passages', s => s.rows)
  const filter = useFrom('passages', s => s.filter)
  const unseen = useFrom('passages', s => s.unseen)
  const readOlder = useFrom('passages', s => s.readOlder)
  const follow = useFrom('passages', s => s.follow)
  const [cursorId, setCursorId] = useState<number | null>(null)
  const columns = usePassageColumns()
  const cursor = useMemo(
    () => (cursorId === null ? -1 : (rows ?? NOBODY).findIndex(row => row.id === cursorId)),
    [rows, cursorId],
  )
  const [top, setTop] = useState(0)
  const onRange = useCallback(
    (first: number, last: number) => {
      if (last < 0) return
      // An opened row holds the list too.
      follow(first === 0 && cursorId === null)
    },
    [follow, cursorId],
  )
  const onCursor = (index: number) => {
    setCursorId((rows ?? NOBODY)[index]?.id ?? null)
    follow(false)
  }
  const toTop = () => {
    setCursorId(null)
    follow(true)
    setTop(top + 1)
  }
  const openGuest = (passage: PassageView) => {
    if (passage.guestId === null) return
    doorChain.getState().want(passage.guestId, passage.doorId)
    void guestTable.getState().open(passage.guestId, passage.visitId)
    view.getState().go('guests')
  }
  if (rows !== null && rows.length === 0)
    return (
      <div className={styles.grid} data-testid="passage-table">
        <EmptyScreen>{t(isEverything(filter) ? 'passages.no passages' : 'passages.nobody found')}</EmptyScreen>
      </div>
    )
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc lets go of the row, as it does of every layer
    <div
      className={styles.grid}
      data-testid="passage-table"
      onKeyDown={event => {
        if (event.code !== 'Escape' || cursorId === null) return
        toTop()
        event.stopPropagation()
      }}
    >
      {unseen > 0 && (
        <button type="button" className={styles.unseen} onClick={toTop} data-testid="unseen">
          <Icon name="up" size={14} /> {t('passages.unseen', { count: unseen })}
        </button>
      )}
      <VirtualTable
        key={top}
        label={t('passages.title')}
        rows={rows ?? NOBODY}
        rowKey={keyOf}
        rowTone={toneOf}
        eased
        columns={columns}
        cursor={cursor}
        onCursor={onCursor}
        onEnter={openGuest}
        onEnd={readOlder}
        onRange={onRange}
      />
    </div>
  )
}
