import type { Encoding, ListPreview, Separator } from '../../shared/model/visitor-list.ts'
import { useFrom } from '../stores/context.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { Chip } from '../ui/chip.tsx'
import { ChipGroup } from '../ui/chip-group.tsx'
import { encodingNames, encodings, separatorKey, separators } from './encodings.ts'
import styles from './file-facts.module.css'
import { ListFault } from './list-fault.tsx'

const SAMPLE = 6

/** How the file was read, changeable, with its first rows to judge by. */
export function FileFacts({ preview, onOther }: { preview: ListPreview; onOther: () => void }) {
  const { t } = useText()
  const reread = useFrom('list', s => s.reread)
  const asked = useFrom('list', s => s.asked)
  // While it is being read anew, what was asked is shown: the chip must not jump back.
  const encoding = asked.encoding ?? preview.encoding
  const separator = asked.separator ?? preview.separator
  const setEncoding = (next: Encoding) => void reread({ encoding: next })
  const setSeparator = (next: Separator) => void reread({ separator: next })
  return (
    <div className={styles.facts}>
      <header className={styles.head}>
        <h1>{preview.fileName}</h1>
        <span>{t('import.rows in file', { count: preview.total })}</span>
        <Button icon="file" onClick={onOther}>
          {t('import.other file')}
        </Button>
      </header>
      <ListFault />
      <div className={styles.choices}>
        <ChipGroup label={t('import.encoding')} note={t('import.encoding note')}>
          {encodings.map(name => (
            <Chip key={name} chosen={name === encoding} onClick={() => setEncoding(name)} data-testid={`encoding-${name}`}>
              {encodingNames[name]}
            </Chip>
          ))}
        </ChipGroup>
        <ChipGroup label={t('import.separator')} note={t('import.separator note')}>
          {separators.map(sign => (
            <Chip key={sign} chosen={sign === separator} onClick={() => setSeparator(sign)}>
              {t(separatorKey(sign))}
            </Chip>
          ))}
        </ChipGroup>
      </div>
      <h2>{t('import.first rows')}</h2>
      <div className={styles.sample}>
        <table>
          <thead>
            <tr>
              <th>1</th>
              {preview.headers.map((header, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a header may stand twice in a file
                <th key={index}>{header || t('import.unnamed')}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.rows.slice(0, SAMPLE).map(row => (
              <tr key={row.row}>
                <th>{row.row}</th>
                {preview.headers.map((_, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: cells have no other name than their place
                  <td key={index}>{row.cells[index] ?? ''}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}
