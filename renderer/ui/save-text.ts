/** Hands a file to whoever looks at the window; the host asks where it goes. */
export function saveBlob(fileName: string, blob: Blob): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = fileName.replace(/[\\/:*?"<>|]/g, ' ')
  link.click()
  // The download has its own hold on the bytes once it began; a moment is plenty.
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/** The same of a text. */
export function saveText(fileName: string, text: string, type: string): void {
  saveBlob(fileName, new Blob([text], { type: `${type};charset=utf-8` }))
}
