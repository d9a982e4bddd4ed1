import type { CallOutput, CallParsed } from '../../shared/contract/calls.ts'
import type { PhotoId } from '../../shared/model/ids.ts'
import type { PhotoVerdict } from '../../shared/model/photo-verdict.ts'

/** Any picture in, what devices accept out. Loaded when first used: a console that only runs jobs needs neither sharp nor the face model. */
export interface PhotoDesk {
  prepare(source: Uint8Array, signal?: AbortSignal): Promise<{ verdict: PhotoVerdict; jpeg: Uint8Array | null }>
  close(): Promise<void>
}

export interface PhotoFolder {
  save(jpeg: Uint8Array): Promise<PhotoId>
  read(photo: PhotoId): Promise<Uint8Array>
  exists(photo: PhotoId): Promise<boolean>
  remove(photo: PhotoId): Promise<void>
}

export type Photos = ReturnType<typeof createPhotos>

export function createPhotos(folder: PhotoFolder, openDesk: () => Promise<PhotoDesk>) {
  let desk: Promise<PhotoDesk> | null = null

  async function prepare(source: Uint8Array): Promise<{ verdict: PhotoVerdict; photo: PhotoId | null; jpeg: Uint8Array | null }> {
    desk ??= openDesk()
    const { verdict, jpeg } = await (await desk).prepare(source)
    // A refused picture is shown, so that one sees why, and not kept.
    return { verdict, photo: verdict.ok && jpeg ? await folder.save(jpeg) : null, jpeg }
  }

  return {
    prepare,
    read: folder.read,
    exists: folder.exists,
    remove: folder.remove,
    calls: {
      'photo.prepare': async ({ bytes }: CallParsed<'photo.prepare'>): Promise<CallOutput<'photo.prepare'>> => {
        const { verdict, photo, jpeg } = await prepare(Buffer.from(bytes, 'base64'))
        return { verdict, photo, preview: jpeg && Buffer.from(jpeg).toString('base64') }
      },
      'photo.get': async ({ photo }: CallParsed<'photo.get'>): Promise<CallOutput<'photo.get'>> => {
        const id = photo as PhotoId
        return { jpeg: (await folder.exists(id)) ? Buffer.from(await folder.read(id)).toString('base64') : null }
      },
    },
    async close(): Promise<void> {
      await (await desk?.catch(() => null))?.close()
    },
  }
}
