import { type ReactNode, useEffect } from 'react'
import { createPortal } from 'react-dom'
import styles from './print-sheet.module.css'

/**
 * What goes on paper instead of the screen, while it is mounted. `page`: which sheet the printer is asked for (`print-sheet.module.css`). On the screen it is not there at
 * all; the document's class hides everything else when it prints.
 */
export function PrintSheet({ children, page = 'list' }: { children: ReactNode; page?: 'list' | 'label' }) {
  useEffect(() => {
    const root = document.documentElement
    root.dataset.printing = page
    return () => {
      delete root.dataset.printing
    }
  }, [page])
  return createPortal(
    <div className={styles.sheet} data-page={page} data-testid="print-sheet">
      {children}
    </div>,
    document.body,
  )
}
