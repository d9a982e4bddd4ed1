import { useEffect, useRef } from 'react'
import { useFrom } from '../stores/context.ts'
import { useFailure } from '../text/use-failure.ts'
import { useFormat } from '../text/use-format.ts'
import { useText } from '../text/use-text.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { EmptyScreen } from '../ui/empty-screen.tsx'
import { Layer } from '../ui/layer.tsx'
import { PrintSheet } from '../ui/print-sheet.tsx'
import { saveText } from '../ui/save-text.ts'
import { useNow } from '../ui/use-now.ts'
import { musterCsv } from './muster-csv.ts'
import styles from './muster-sheet.module.css'
import { MusterZones } from './muster-zones.tsx'
import { usePdf } from './use-pdf.ts'

/** How often the open sheet is read anew. */
const AGAIN_MS = 5_000

/** Who is inside, by zone: F9 on every screen, with the site away too; Enter prints it. */
export function MusterSheet() {
  const { t } = useText()
  const say = useFailure()
  const format = useFormat()
  const now = useNow()
  const open = useFrom('view', s => s.open)
  const { muster, failure, read } = useFrom('muster', s => s)
  const site = useFrom('status', s => s.status?.site.name ?? '')
  const pdf = usePdf()
  useEffect(() => {
    void read()
    const timer = setInterval(() => void read(), AGAIN_MS)
    return () => clearInterval(timer)
  }, [read])
  const print = useRef<HTMLButtonElement>(null)
  const isRead = muster !== null
  // One key opens the sheet, the next prints it.
  useEffect(() => {
    if (isRead) print.current?.focus()
  }, [isRead])
  const people = muster?.zones.reduce((sum, zone) => sum + zone.people.length, 0) ?? 0
  const unsure = muster?.zones.reduce((sum, zone) => sum + zone.people.filter(person => person.unsure).length, 0) ?? 0
  const counted = [t('muster.people', { count: people }), unsure > 0 && t('muster.unsure of', { count: unsure })]
    .filter(Boolean)
    .join(', ')
  const fileName = `${t('muster.title')} ${site} ${muster ? format.shortDayTime(muster.asOf).replace(/[:,]/g, '') : ''}`.trim()
  const asOf = muster && t('muster.as of', { day: format.day(muster.asOf), clock: format.clock(muster.asOf) })
  const blindSince = muster?.blindSince ?? null
  const blind =
    blindSince === null
      ? null
      : blindSince === 0
        ? t('muster.never heard')
        : t('muster.blind', { time: format.when(blindSince, now) })
  const save = () => {
    if (!muster) return
    const heads = ['zone', 'name', 'company', 'host', 'phone', 'seen', 'door', 'note'].map(name =>
      t(`muster.${name}` as 'muster.zone'),
    )
    saveText(`${fileName}.csv`, musterCsv(muster, heads, { time: format.dayTime, unsure: t('muster.unsure') }), 'text/csv')
  }
  return (
    <Layer label={t('muster.title')} onClose={() => open(null)} width={920}>
      <div className={styles.sheet} data-testid="muster">
        <header className={styles.head}>
          <div>
            <h2>
              {t('muster.title')} <span className={styles.count}>{counted}</span>
            </h2>
            <p className={styles.as}>{asOf ?? t('frame.loading')}</p>
          </div>
          <Button size={32} icon="file" onClick={save} disabled={!muster} data-testid="muster-csv">
            CSV
          </Button>
          <Button
            size={32}
            icon="download"
            onClick={() => void pdf.save(`${fileName}.pdf`)}
            disabled={!muster}
            data-testid="muster-pdf"
          >
            PDF
          </Button>
          <Button
            look="main"
            icon="print"
            onClick={() => window.print()}
            disabled={!muster}
            data-testid="muster-print"
            ref={print}
          >
            {t('muster.print')}
          </Button>
          <Button look="quiet" icon="cross" onClick={() => open(null)}>
            {t('frame.close')}
          </Button>
        </header>
        {blind && (
          <Banner tone="wait" fact={blind}>
            {t('muster.blind why')}
          </Banner>
        )}
        {failure && (
          <Banner tone="no" fact={t('muster.not read')}>
            {say(failure)}
          </Banner>
        )}
        {pdf.note && <p className={styles.note}>{pdf.note}</p>}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long list is scrolled by the keyboard too */}
        <section className={styles.zones} tabIndex={0} aria-label={counted}>
          {muster && people > 0 ? (
            <MusterZones zones={muster.zones} now={now} />
          ) : (
            <div className={styles.nobody}>
              <EmptyScreen>{t(muster ? 'muster.nobody' : 'frame.loading')}</EmptyScreen>
            </div>
          )}
        </section>
      </div>
      {muster && (
        <PrintSheet>
          <h1 className={styles.printTitle}>
            {t('muster.title')} · {site}
          </h1>
          <p className={styles.printAs}>
            {asOf}. {counted}.{blind && ` ${blind}. ${t('muster.blind why')}`}
          </p>
          <MusterZones zones={muster.zones} now={now} printed />
        </PrintSheet>
      )}
    </Layer>
  )
}
