import { chmod, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Pictures that doors took, fetched when somebody looks, kept while there is room: one file a passage, readable by the owner only. */
export interface PictureCache {
  /** Null where there is none. */
  get(id: number): Promise<Uint8Array | null>
  /** Drops the ones that were looked at longest ago where there would be too many. */
  put(id: number, jpeg: Uint8Array): Promise<void>
  /** How many of these were there. */
  remove(ids: readonly number[]): Promise<number>
}

const ENDING = '.jpg'

/** `capBytes`: how much may lie in the folder; 0 keeps nothing. */
export function createPictureCache(folder: string, capBytes: () => number, now: () => number): PictureCache {
  const path = (id: number) => join(folder, `${Math.trunc(id)}${ENDING}`)

  async function makeRoom(): Promise<void> {
    const names = (await readdir(folder).catch(() => [])).filter(name => name.endsWith(ENDING))
    const files = await Promise.all(
      names.map(async name => {
        const found = await stat(join(folder, name)).catch(() => null)
        return { name, size: found?.size ?? 0, at: found?.mtimeMs ?? 0 }
      }),
    )
    let total = files.reduce((sum, file) => sum + file.size, 0)
    for (const file of files.sort((a, b) => a.at - b.at)) {
      if (total <= capBytes()) return
      await rm(join(folder, file.name), { force: true })
      total -= file.size
    }
  }

  return {
    async get(id) {
      const found = await readFile(path(id)).catch(() => null)
      if (!found) return null
      const at = now() / 1000
      await utimes(path(id), at, at).catch(() => {})
      return new Uint8Array(found)
    },
    async put(id, jpeg) {
      if (jpeg.length > capBytes()) return
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await chmod(folder, 0o700)
      const draft = `${path(id)}.tmp`
      await writeFile(draft, jpeg, { mode: 0o600 })
      await rename(draft, path(id))
      await makeRoom()
    },
    async remove(ids) {
      const removed = await Promise.all(
        ids.map(id =>
          rm(path(id)).then(
            () => 1,
            () => 0,
          ),
        ),
      )
      return removed.reduce<number>((sum, n) => sum + n, 0)
    },
  }
}
