import type { MusterList } from '../stores/muster.ts'
import { useFormat } from '../text/use-format.ts'
import { useText } from '../text/use-text.ts'
import { Portrait } from '../ui/portrait.tsx'
import styles from './muster-sheet.module.css'

/** Each zone with its people. On paper with a box to tick, and without faces. */
export function MusterZones({ zones, now, printed = false }: { zones: MusterList['zones']; now: number; printed?: boolean }) {
  const { t } = useText()
  const format = useFormat()
  return zones
    .filter(({ people }) => people.length > 0)
    .map(({ zone, people }) => (
      <section key={zone} className={styles.zone} data-testid={printed ? undefined : 'muster-zone'}>
        <h3>
          {zone || t('muster.no zone')} <span>{people.length}</span>
        </h3>
        <table>
          <thead>
            <tr>
              <th className={styles.narrow}>
                <span className="visually-hidden">{t(printed ? 'muster.found' : 'frame.face')}</span>
              </th>
              <th>{t('muster.name')}</th>
              <th>{t('muster.company')}</th>
              <th>{t('muster.host')}</th>
              <th>{t('muster.phone')}</th>
              <th>{t('muster.seen')}</th>
            </tr>
          </thead>
          <tbody>
            {people.map(person => (
              <tr key={person.guestId}>
                <td className={styles.narrow}>
                  {printed ? (
                    <span className={styles.box} />
                  ) : (
                    <Portrait of={{ family: person.name, given: '' }} photo={person.photo} size="row" />
                  )}
                </td>
                <td className={styles.name}>{person.name}</td>
                <td>{person.company}</td>
                <td>{person.host}</td>
                <td className={styles.phone}>{person.phone}</td>
                <td>
                  {format.when(person.at, now)}
                  {person.unsure && <span className={styles.unsure}>{t('muster.unsure')}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    ))
}
