import { readdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** Removes the copies that were kept before each step of the schema: everybody who was known then is in them. Answers how many there were. */
export async function dropCopies(databaseFile: string): Promise<number> {
  const folder = dirname(databaseFile)
  const start = `${basename(databaseFile)}.before-`
  const copies = (await readdir(folder).catch(() => [])).filter(name => name.startsWith(start))
  for (const name of copies) await rm(join(folder, name), { force: true })
  return copies.length
}
