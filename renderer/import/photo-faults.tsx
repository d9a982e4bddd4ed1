import { useMemo, useRef } from 'react'
import { useFrom } from '../stores/context.ts'
import type { ListPhoto } from '../stores/list.ts'
import { useFailure } from '../text/use-failure.ts'
import { useName } from '../text/use-name.ts'
import { useText } from '../text/use-text.ts'
import { Button } from '../ui/button.tsx'
import { Portrait } from '../ui/portrait.tsx'
import { faultOf } from './photo-fault.ts'
import styles from './photo-faults.module.css'

/** Pictures that devices would refuse, each with its cause and its two ways out: another file, or none. */
export function PhotoFaults() {
  const { t } = useText()
  const nameOf = useName()
  const say = useFailure()
  const rows = useFrom('list', s => s.preview?.rows)
  const photos = useFrom('list', s => s.photos)
  const add = useFrom('list', s => s.addPhotos)
  const leave = useFrom('list', s => s.leavePhoto)
  const picker = useRef<HTMLInputElement>(null)
  const wanted = useRef<ListPhoto | null>(null)
  const byRow = useMemo(() => new Map((rows ?? []).map(row => [row.row, row])), [rows])
  const refused = photos.flatMap(photo => {
    const row = photo.row === null ? undefined : byRow.get(photo.row)
    return row && !photo.verdict?.ok ? [{ photo, row }] : []
  })
  // A new picture takes the old one's name: that is what the core matches rows by.
  const replace = (file: File | undefined) => {
    if (file && wanted.current) void add([new File([file], wanted.current.fileName, { type: file.type })])
  }
  return (
    <ul className={styles.faults}>
      <input
        ref={picker}
        type="file"
        accept="image/*"
        hidden
        onChange={event => {
          replace(event.target.files?.[0])
          event.target.value = ''
        }}
      />
      {refused.map(({ photo, row }) => (
        <li key={row.row} className={styles.fault} data-testid="photo-fault">
          <Portrait of={row} url={photo.url} size="card" />
          <p className={styles.who}>
            <strong>{nameOf(row)}</strong>
            <span>{say(faultOf(photo))}</span>
          </p>
          <div className={styles.ways}>
            <Button
              look="repair"
              size={24}
              icon="upload"
              onClick={() => {
                wanted.current = photo
                picker.current?.click()
              }}
            >
              {t('import.other photo')}
            </Button>
            <Button size={24} icon="skip" onClick={() => leave(row.row)}>
              {t('import.without photo')}
            </Button>
          </div>
        </li>
      ))}
    </ul>
  )
}
