import type { Check } from '../../shared/model/site.ts'
import { useText } from '../text/use-text.ts'
import { Lamp } from '../ui/lamp.tsx'
import { StateWord } from '../ui/state-word.tsx'
import styles from './connection-section.module.css'

/** Every check by name, passed or failed; the first that fails for a reason says what to do about it. */
export function Checks({ checks, busy }: { checks: readonly Check[] | null; busy: boolean }) {
  const { t, word } = useText()
  const failed = checks?.filter(check => !check.ok).length ?? 0
  return (
    <section aria-live="polite" aria-busy={busy} data-testid="checks">
      <h2>{t('settings.checks')}</h2>
      {checks === null ? (
        <p className={styles.none}>{busy ? t('settings.testing') : t('settings.checks none')}</p>
      ) : (
        <>
          <p className={styles.verdict} data-testid="checks-verdict" data-failed={failed}>
            {failed === 0 ? (
              <StateWord tone="ok">{t('settings.checks all')}</StateWord>
            ) : (
              <StateWord tone="no">{t('settings.checks failed', { count: failed })}</StateWord>
            )}
          </p>
          <ul>
            {checks.map(check => (
              <li key={check.name} className={styles.check} data-testid={`check-${check.name}`} data-ok={check.ok}>
                <Lamp state={check.ok ? 'done' : 'refused'} height={18} />
                <span>{word('settings', `check ${check.name}`, 'settings.check other', { name: check.name })}</span>
                {check.detail && check.name !== 'certificate' && <span className={styles.detail}>{check.detail}</span>}
                {!check.ok && check.fix && (
                  <span className={styles.fix}>
                    {checks.find(one => one.fix === check.fix) === check
                      ? word('settings', `fix ${check.fix}`, 'settings.fix report')
                      : t('settings.fix same')}
                  </span>
                )}
                {check.failure?.site && (
                  <code className={styles.raw}>
                    {[check.failure.site.code, check.failure.site.text, check.failure.site.path].filter(Boolean).join(' · ')}
                  </code>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
