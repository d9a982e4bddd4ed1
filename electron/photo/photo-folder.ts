import { access, chmod, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { PhotoId } from '../../shared/model/ids.ts'
import type { Random } from '../base/random.ts'

/** Faces at rest: one JPEG a file, named by chance, readable by the owner only. */
export interface PhotoFolder {
  /** Resolves once the bytes are on the disk, whole or not at all. */
  save(jpeg: Uint8Array): Promise<PhotoId>
  /** Rejects with ENOENT when there is none. */
  read(photo: PhotoId): Promise<Uint8Array>
  exists(photo: PhotoId): Promise<boolean>
  /** Forgets a face; one that is not there is forgotten already. */
  remove(photo: PhotoId): Promise<void>
  /** Every photo kept, for the purge to compare with the tables. */
  list(): Promise<PhotoId[]>
}

const ENDING = '.jpg'

/** Opens the folder `folder`; it is made with the first photo. */
export function createPhotoFolder(folder: string, random: Random): PhotoFolder {
  let made: Promise<void> | null = null
  const make = async () => {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    // A folder that was there before, or a wide umask, must not leave faces readable.
    await chmod(folder, 0o700)
  }
  // Parsed again here: whatever comes in, no path leaves this folder.
  const path = (photo: PhotoId) => join(folder, PhotoId.parse(photo) + ENDING)

  return {
    async save(jpeg) {
      made ??= make()
      await made.catch(error => {
        made = null
        throw error
      })
      const photo = PhotoId.parse(random.hex(16))
      const draft = `${path(photo)}.tmp`
      try {
        const file = await open(draft, 'wx', 0o600)
        try {
          await file.writeFile(jpeg)
          await file.sync()
        } finally {
          await file.close()
        }
        await rename(draft, path(photo))
      } catch (error) {
        await rm(draft, { force: true })
        throw error
      }
      await syncFolder(folder)
      return photo
    },
    read: async photo => new Uint8Array(await readFile(path(photo))),
    exists: photo =>
      access(path(photo)).then(
        () => true,
        () => false,
      ),
    remove: photo => rm(path(photo), { force: true }),
    async list() {
      const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return []
        throw error
      })
      return names
        .filter(name => name.endsWith(ENDING))
        .map(name => PhotoId.safeParse(name.slice(0, -ENDING.length)))
        .flatMap(parsed => (parsed.success ? [parsed.data] : []))
    },
  }
}

/** Makes the new name survive a power cut, where the system can (Windows cannot open a folder). */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null)
  await handle?.sync().catch(() => {})
  await handle?.close()
}
