import { type Ref, useImperativeHandle, useState } from 'react'
import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { KeyCap } from '../ui/key-cap.tsx'
import styles from './check-step.module.css'
import { encodingNames, separatorKey } from './encodings.ts'

/** Tells the foot which rows are on the screen. */
export type TellRange = (first: number, last: number) => void

/** The foot of the grid: where one is, the keys that work in it, and how the file was read. It is told where by `tell`, so that scrolling draws nothing but itself and this. */
export function CheckKeys({ tell, total }: { tell: Ref<TellRange>; total: number }) {
  const { t } = useText()
  const [range, setRange] = useState({ first: 0, last: -1 })
  useImperativeHandle(tell, () => (first, last) => setRange({ first, last }), [])
  const preview = useFrom('list', s => s.preview)
  if (!preview) return null
  const last = Math.min(range.last, total - 1)
  return (
    <footer className={styles.keys}>
      <span>
        {total === 0 ? t('import.no rows shown') : t('import.rows shown', { first: range.first + 1, last: last + 1, total })}
      </span>
      <span>
        <KeyCap name="nextProblem" /> {t('import.next problem')}
      </span>
      <span>
        <KeyCap name="nextField" /> {t('import.mend')}
      </span>
      <span>
        {t('import.read as', {
          encoding: encodingNames[preview.encoding],
          separator: t(separatorKey(preview.separator)).toLowerCase(),
        })}
      </span>
    </footer>
  )
}
