import { useEffect } from 'react'
import { useFrom, useStores } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { DoorList } from '../ui/door-list.tsx'
import { DayPlot } from './day-plot.tsx'
import { LastPassage } from './last-passage.tsx'
import { PassageFilters } from './passage-filters.tsx'
import { PassageTable } from './passage-table.tsx'
import styles from './passages-screen.module.css'
import { PinnedDenials } from './pinned-denials.tsx'
import { Tiles } from './tiles.tsx'

/** Who is passing which door: the last one large, the denied above the list, the day's figures at the right. */
export function PassagesScreen() {
  const { t } = useText()
  const { passages, feed } = useStores()
  const open = useFrom('view', s => s.open)
  useEffect(() => {
    void passages.getState().read()
    void feed.getState().read()
    return () => passages.getState().follow(true)
  }, [passages, feed])
  return (
    <div className={styles.screen}>
      <section className={styles.left} aria-label={t('passages.title')}>
        <h1 className="visually-hidden">{t('passages.title')}</h1>
        <div className={styles.top}>
          <LastPassage />
          <PinnedDenials />
          <PassageFilters />
        </div>
        <PassageTable />
      </section>
      <aside className={styles.right}>
        <Tiles />
        <DayPlot />
        <DoorList />
        <footer className={styles.foot}>
          <Button icon="print" keyName="muster" onClick={() => open('muster')} data-testid="open-muster">
            {t('muster.title')}
          </Button>
          <span>{t('muster.offline too')}</span>
        </footer>
      </aside>
    </div>
  )
}
