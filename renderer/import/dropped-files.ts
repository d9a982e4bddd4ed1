/** Every file of a drop, folders opened to their last leaf. The browser's own list must be read before the first await. */
export async function droppedFiles(data: DataTransfer): Promise<File[]> {
  const entries = [...data.items].flatMap(item => item.webkitGetAsEntry() ?? [])
  if (entries.length === 0) return [...data.files]
  return (await Promise.all(entries.map(filesIn))).flat()
}

async function filesIn(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) return [await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))]
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  const found: FileSystemEntry[] = []
  // A folder is read in portions, until one is empty.
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (portion.length === 0) break
    found.push(...portion)
  }
  return (await Promise.all(found.map(filesIn))).flat()
}

/** What a folder of photos holds besides photos: the system's own leavings, the list itself. */
export function isPicture(file: { name: string; type: string }): boolean {
  if (file.name.startsWith('.')) return false
  return file.type.startsWith('image/') || /\.(jpe?g|png|webp|bmp|heic|heif|avif|gif|tiff?)$/i.test(file.name)
}
