import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { StateWord } from '../ui/state-word.tsx'
import { Certificate } from './certificate.tsx'
import { CheckRow, StepRow } from './check-row.tsx'
import styles from './checks.module.css'
import { digitsOf, fieldsOf } from './connection-fields.ts'
import { blockerOf, inGroups, rightStepsFor, waySteps } from './steps.ts'

/** Every check by name: what passed, what failed and what to do about it; before the first answer, what will be looked at. */
export function Checks({ onPin }: { onPin: (fingerprint: string) => void }) {
  const { t, word } = useText()
  const { tested, busy, view, typed } = useFrom('connection', s => s)
  const { enrol, pin } = { ...fieldsOf(view), ...typed }
  const running = busy === 'test'
  const checks = tested?.checks ?? null
  const groups = checks && inGroups(checks)
  return (
    <section className={styles.checks} aria-busy={running} data-testid="checks">
      <header>
        <h2>{t('settings.checks')}</h2>
        <Verdict />
      </header>
      {(['way', 'rights'] as const).map(group => (
        <section key={group}>
          <h3>{t(`settings.checks ${group}`)}</h3>
          <ol>
            {groups && checks
              ? groups[group].map(check => (
                  <CheckRow key={check.name} check={check} blocked={blockerOf(check, checks) !== null}>
                    {check.name === 'certificate' && (
                      <Certificate
                        shown={tested?.certificateSha256 ?? null}
                        pin={digitsOf(pin)}
                        ok={check.ok}
                        fix={check.ok ? null : word('settings', `fix ${check.fix}`, 'settings.fix report')}
                        busy={busy !== null}
                        onPin={onPin}
                      />
                    )}
                  </CheckRow>
                ))
              : (group === 'way' ? waySteps : rightStepsFor(enrol)).map(name => (
                  <StepRow key={name} word={t(`settings.check ${name}`)} running={running} />
                ))}
          </ol>
        </section>
      ))}
    </section>
  )
}

/** The outcome in one line. */
function Verdict() {
  const { t } = useText()
  const { tested, stale, busy } = useFrom('connection', s => s)
  if (!tested) return <p role="status">{t(busy === 'test' ? 'settings.checks running' : 'settings.checks none')}</p>
  const { checks } = tested
  const failed = checks.filter(check => !check.ok)
  const blocked = failed.filter(check => blockerOf(check, checks)).length
  const toMend = failed.length - blocked
  return (
    <p role="status" data-testid="checks-verdict" data-failed={failed.length} data-stale={stale}>
      {stale ? (
        <StateWord tone="wait">{t('settings.checks stale')}</StateWord>
      ) : toMend === 0 ? (
        <StateWord tone="ok">{t('settings.checks all', { count: checks.length })}</StateWord>
      ) : (
        <StateWord tone="no">{t('settings.checks failed', { count: toMend })}</StateWord>
      )}
      {!stale && blocked > 0 && <span>{t('settings.checks blocked', { count: blocked })}</span>}
    </p>
  )
}
