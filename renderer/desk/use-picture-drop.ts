import { useEffect, useEffectEvent, useState } from 'react'

const isPicture = (file: File) =>
  file.type.startsWith('image/') || /\.(jpe?g|png|webp|bmp|heic|heif|avif|gif|tiff?)$/i.test(file.name)

/** Pictures dropped anywhere on the window, or pasted with Ctrl+V. Answers whether one hangs over the window. */
export function usePictureDrop(take: (picture: Blob) => void): boolean {
  const [over, setOver] = useState(false)
  const onPaste = useEffectEvent((event: ClipboardEvent) => {
    const picture = [...(event.clipboardData?.files ?? [])].find(isPicture)
    if (!picture) return
    event.preventDefault()
    take(picture)
  })
  const onDrop = useEffectEvent((event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const picture = [...(event.dataTransfer?.files ?? [])].find(isPicture)
    if (picture) take(picture)
  })
  useEffect(() => {
    const paste = (event: ClipboardEvent) => onPaste(event)
    const drop = (event: DragEvent) => onDrop(event)
    const dragOver = (event: DragEvent) => {
      event.preventDefault()
      setOver(true)
    }
    const dragLeave = (event: DragEvent) => event.relatedTarget === null && setOver(false)
    window.addEventListener('paste', paste)
    window.addEventListener('drop', drop)
    window.addEventListener('dragover', dragOver)
    window.addEventListener('dragleave', dragLeave)
    return () => {
      window.removeEventListener('paste', paste)
      window.removeEventListener('drop', drop)
      window.removeEventListener('dragover', dragOver)
      window.removeEventListener('dragleave', dragLeave)
    }
  }, [])
  return over
}

/** The picture in the clipboard; null: there is none, or the browser will not say. */
export async function pictureInClipboard(): Promise<Blob | null> {
  try {
    for (const item of await navigator.clipboard.read()) {
      const type = item.types.find(name => name.startsWith('image/'))
      if (type) return await item.getType(type)
    }
  } catch {
    // Not allowed: Ctrl+V needs no leave.
  }
  return null
}
