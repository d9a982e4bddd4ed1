import type { Check } from '../../shared/model/site.ts'
import { useFormat } from '../text/use-format.ts'
import { useText } from '../text/use-text.ts'
import { CheckRow, StepRow } from './check-row.tsx'
import styles from './checks.module.css'
import { deviceChecks, deviceWay } from './device-view.ts'
import { blockerOf } from './steps.ts'
import { useDeviceForm } from './use-device-form.ts'

/** Every check of the device in the wizard by name, as far as its steps have come. */
export function DeviceChecks() {
  const { t } = useText()
  const format = useFormat()
  const { busy, reached, tested, fields } = useDeviceForm()
  const running = busy === 'test' || busy === 'reach'
  const checks = tested?.checks ?? reached?.checks ?? []
  const made = new Set(checks.map(({ name }) => name))
  const left = tested ? [] : deviceChecks.filter(name => !made.has(name))
  const detailOf = ({ name, detail }: Check) => {
    if (name === 'tls') return fields.scheme === 'http' ? t('devices.cert none') : null
    // `1204 / 3000`
    const [used, max] =
      /^(\d+) \/ (\d+)$/
        .exec(detail ?? '')
        ?.slice(1)
        .map(Number) ?? []
    if (used === undefined || max === undefined) return detail
    return t('devices.fill of', { used: format.number(used), max: format.number(max) })
  }
  return (
    <section className={styles.checks} aria-busy={running} data-testid="device-checks">
      <header>
        <h2>{t('devices.checks')}</h2>
        <p role="status">{t(running ? 'devices.checks running' : 'devices.checks none')}</p>
      </header>
      <ol>
        {checks.map(check => (
          <CheckRow
            key={check.name}
            section="devices"
            check={check}
            blocked={blockerOf(check, checks, deviceWay) !== null}
            detail={detailOf(check)}
          />
        ))}
        {left.map(name => (
          <StepRow
            key={name}
            word={t(`devices.check ${name}`)}
            running={running && (busy === 'test' || name === 'reachable' || name === 'tls')}
          />
        ))}
      </ol>
    </section>
  )
}
