import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { StateWord } from '../ui/state-word.tsx'
import { pairs } from './connection-form.ts'
import styles from './connection-section.module.css'

/** The fingerprint the site showed, to compare and to pin; with a pin, nothing is sent to any other certificate. */
export function Certificate({
  shown,
  pin,
  onPin,
}: {
  shown: string | null
  pin: string | null
  onPin: (pin: string | null) => void
}) {
  const { t } = useText()
  const other = shown !== null && pin !== null && shown !== pin
  const print = shown ?? pin
  return (
    <section data-testid="certificate" data-pinned={pin !== null && !other}>
      <h2>{t('settings.certificate')}</h2>
      {print === null ? (
        <p className={styles.none}>{t('settings.certificate none')}</p>
      ) : (
        <div className={styles.pinned}>
          <code className={styles.print} title={t('settings.fingerprint')} data-testid="fingerprint">
            {pairs(print)}
          </code>
          {pin !== null && !other && (
            <StateWord tone="ok" icon="lock">
              {t('settings.certificate pinned')}
            </StateWord>
          )}
          {other && <p role="alert">{t('settings.certificate other')}</p>}
          {pin === null && <p>{t('settings.certificate free')}</p>}
          {shown !== null && shown !== pin && (
            <Button look="repair" icon="lock" onClick={() => onPin(shown)} data-testid="pin">
              {t('settings.pin')}
            </Button>
          )}
          {pin !== null && (
            <Button size={28} onClick={() => onPin(null)} data-testid="unpin">
              {t('settings.unpin')}
            </Button>
          )}
        </div>
      )}
    </section>
  )
}
