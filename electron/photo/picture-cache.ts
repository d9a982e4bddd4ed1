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
const DRAFT = '.tmp'

/** `capBytes`: how much may lie in the folder; 0 keeps nothing. The folder is looked through once, at first use: afterwards a picture costs no more among thousands than alone. */
export function createPictureCache(folder: string, capBytes: () => number, now: () => number): PictureCache {
  const path = (id: number) => join(folder, `${Math.trunc(id)}${ENDING}`)
  let total = 0
  let listing: Promise<Map<number, number>> | null = null

  /** The sizes in bytes by passage, whatever was looked at longest ago first. */
  function sizes(): Promise<Map<number, number>> {
    listing ??= list()
    return listing
  }

  async function list(): Promise<Map<number, number>> {
    const names = await readdir(folder).catch(() => [])
    // A draft is what a console left that was killed.
    await Promise.all(names.filter(name => name.endsWith(DRAFT)).map(name => rm(join(folder, name), { force: true })))
    const files = await Promise.all(
      names
        .filter(name => /^\d+\.jpg$/.test(name))
        .map(async name => {
          const found = await stat(join(folder, name)).catch(() => null)
          return { id: Number.parseInt(name, 10), size: found?.size ?? 0, at: found?.mtimeMs ?? 0 }
        }),
    )
    files.sort((a, b) => a.at - b.at)
    total = files.reduce((sum, { size }) => sum + size, 0)
    return new Map(files.map(({ id, size }) => [id, size]))
  }

  function drop(known: Map<number, number>, id: number): void {
    total -= known.get(id) ?? 0
    known.delete(id)
  }

  async function makeRoom(known: Map<number, number>): Promise<void> {
    const old: number[] = []
    for (const id of known.keys()) {
      if (total <= capBytes()) break
      drop(known, id)
      old.push(id)
    }
    await Promise.all(old.map(id => rm(path(id), { force: true })))
  }

  return {
    async get(id) {
      const known = await sizes()
      const found = await readFile(path(id)).catch(() => null)
      drop(known, id)
      if (!found) return null
      known.set(id, found.length)
      total += found.length
      const at = now() / 1000
      await utimes(path(id), at, at).catch(() => {})
      return new Uint8Array(found)
    },
    async put(id, jpeg) {
      if (jpeg.length > capBytes()) return
      const known = await sizes()
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await chmod(folder, 0o700)
      const draft = `${path(id)}${DRAFT}`
      await writeFile(draft, jpeg, { mode: 0o600 })
      await rename(draft, path(id))
      drop(known, id)
      known.set(id, jpeg.length)
      total += jpeg.length
      await makeRoom(known)
    },
    async remove(ids) {
      const known = await sizes()
      for (const id of ids) drop(known, id)
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
