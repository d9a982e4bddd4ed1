import { type ListField, listFields } from '../../shared/model/visitor-list.ts'
import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { StateWord } from '../ui/state-word.tsx'
import { chooseField, fieldOf, hasNames, samplesOf } from './column-choice.ts'
import styles from './columns-step.module.css'
import { ListFault } from './list-fault.tsx'
import { RowDefaults } from './row-defaults.tsx'

/** Step 2: which column means what, and what rows get that do not say. */
export function ColumnsStep() {
  const { t } = useText()
  const preview = useFrom('list', s => s.preview)
  const reread = useFrom('list', s => s.reread)
  if (!preview) return null
  const { columns, headers, rows } = preview
  return (
    <div className={styles.step}>
      <section className={styles.columns}>
        <header className={styles.head}>
          <h1>{t('import.columns title')}</h1>
          <span>{t('import.columns note')}</span>
        </header>
        <ListFault />
        {!hasNames(columns) && (
          <p role="alert">
            <StateWord tone="no">{t('import.names missing')}</StateWord>
          </p>
        )}
        <div className={styles.frame}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th>{t('import.column in file')}</th>
                <th>{t('import.samples')}</th>
                <th>{t('import.meaning')}</th>
              </tr>
            </thead>
            <tbody>
              {headers.map((header, index) => {
                const field = fieldOf(columns, index)
                const name = header || t('import.unnamed')
                return (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a header may stand twice in a file
                  <tr key={index} data-taken={field !== null}>
                    <th scope="row">{name}</th>
                    <td title={samplesOf(rows, index).join(' · ')}>{samplesOf(rows, index).join(' · ')}</td>
                    <td>
                      <select
                        aria-label={`${t('import.meaning')}: ${name}`}
                        value={field ?? ''}
                        onChange={event =>
                          void reread({ columns: chooseField(columns, index, (event.target.value || null) as ListField | null) })
                        }
                        data-testid={`column-${index}`}
                      >
                        <option value="">{t('import.not taken')}</option>
                        {listFields.map(one => (
                          <option key={one} value={one}>
                            {t(`import.field ${one}`)}
                          </option>
                        ))}
                      </select>
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </div>
      </section>
      <RowDefaults preview={preview} />
    </div>
  )
}
