import { type DragEvent, type ReactNode, useRef, useState } from 'react'
import styles from './drop-zone.module.css'
import { droppedFiles } from './dropped-files.ts'

/** A region that takes files by drop; `choose` opens the system's own dialog, so nothing goes by drag alone. */
export function DropZone({
  accept,
  many = false,
  onFiles,
  children,
  testId,
}: {
  accept: string
  many?: boolean
  onFiles: (files: File[]) => void
  children: (choose: () => void, chooseFolder: () => void, over: boolean) => ReactNode
  testId: string
}) {
  const [over, setOver] = useState(false)
  const file = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void droppedFiles(event.dataTransfer).then(files => files.length > 0 && onFiles(files))
  }
  const input = (ref: typeof file, extra: object, id: string) => (
    <input
      ref={ref}
      type="file"
      hidden
      multiple={many}
      {...extra}
      data-testid={id}
      onChange={event => {
        const files = [...(event.target.files ?? [])]
        event.target.value = ''
        if (files.length > 0) onFiles(files)
      }}
    />
  )
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a place to drop on; the button inside does the same
    <div
      className={styles.zone}
      data-over={over}
      onDragOver={event => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={event => !event.currentTarget.contains(event.relatedTarget as Node | null) && setOver(false)}
      onDrop={onDrop}
      data-testid={testId}
    >
      {input(file, { accept }, `${testId}-input`)}
      {many && input(folder, { webkitdirectory: '' }, `${testId}-folder`)}
      {children(
        () => file.current?.click(),
        () => folder.current?.click(),
        over,
      )}
    </div>
  )
}
