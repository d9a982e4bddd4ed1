import { useEffect } from 'react'
import { useFrom } from '../stores/context.ts'
import { useFormat } from '../text/use-format.ts'
import { useText } from '../text/use-text.ts'
import { useNow } from '../ui/use-now.ts'
import styles from './guest-panel.module.css'

const STAYED_MS = 400

/** What the site itself has of this guest, and how old that answer is. */
export function SiteSays({ code }: { code: string }) {
  const { t } = useText()
  const format = useFormat()
  const now = useNow(10_000)
  const told = useFrom('guestTable', s => s.told)
  const ask = useFrom('guestTable', s => s.askSite)
  // Whoever runs through the table with the arrows asks the site nothing.
  useEffect(() => {
    const timer = setTimeout(() => void ask(code), STAYED_MS)
    return () => clearTimeout(timer)
  }, [ask, code])
  const person = told?.found
  const age = told?.asOf == null ? null : t('guests.as of', { time: format.clock(told.asOf) })
  return (
    <section data-testid="site-says">
      <header>
        <h3>{t('guests.site has')}</h3>
        <span className={styles.faint}>{told?.asking ? t('guests.asking') : age}</span>
      </header>
      {person ? (
        <p className={styles.told}>
          {t(person.hasPhoto ? 'guests.site person photo' : 'guests.site person', { id: person.ref })}
          {person.window && <> · {t('guests.until time', { time: format.when(person.window.until, now) })}</>}
        </p>
      ) : (
        <p className={styles.faint}>{t(told?.asOf == null ? 'guests.site unknown' : 'guests.site nobody')}</p>
      )}
    </section>
  )
}
