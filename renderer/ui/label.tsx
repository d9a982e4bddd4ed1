import type { Instant } from '../../shared/model/time.ts'
import { useFormat } from '../text/use-format.ts'
import { useText } from '../text/use-text.ts'
import { CodePicture } from './code-picture.tsx'
import styles from './label.module.css'

/** What stands on a badge. */
export interface LabelFacts {
  name: string
  company: string
  host: string
  until: Instant
  /** Our code of the person; the QR says it. */
  code: string
}

/** A badge of 90 by 55 mm, black on white: the same on the screen and on paper. */
export function Label({ name, company, host, until, code }: LabelFacts) {
  const { t } = useText()
  const format = useFormat()
  return (
    <article className={styles.label} data-testid="label">
      <header>
        <span>{t('label.guest')}</span>
        <span>{format.date(until)}</span>
      </header>
      <div className={styles.body}>
        <div className={styles.words}>
          <strong className={styles.name} data-long={name.length > 26}>
            {name}
          </strong>
          <span className={styles.company}>{company}</span>
          {host && <span>{t('guests.visits host', { host })}</span>}
        </div>
        <CodePicture text={code} kind="qrcode" className={styles.qr} />
      </div>
      <footer>
        <span>{t('guests.until time', { time: format.shortDayTime(until) })}</span>
        <span>{code}</span>
      </footer>
    </article>
  )
}
