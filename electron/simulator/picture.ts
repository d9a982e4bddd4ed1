import { type Answer, absent } from './answer.ts'
import type { World } from './world.ts'

/** A grey 8 x 8 JPEG: it stands in for pictures whose bytes were not kept, and for those of passages. */
export const greyPicture = Buffer.from(
  '/9j/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAAIAAgDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAP/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFAEBAAAAAAAAAAAAAAAAAAAAAP/EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAMAwEAAhEDEQA/AKAA/9k=',
  'base64',
)

/** The grey picture with a remark in it, so that no two are the same. */
export function remarkedPicture(remark: string): Buffer {
  const text = Buffer.from(remark)
  const head = Buffer.from([0xff, 0xfe, (text.length + 2) >> 8, (text.length + 2) & 255])
  return Buffer.concat([greyPicture.subarray(0, 2), head, text, greyPicture.subarray(2)])
}

/** The picture behind a uri; `''` is an unknown one. @throws code 128 */
export function pictureOf(world: World, picUri: string): Answer {
  if (picUri === '') throw absent()
  return { picture: world.pictures.get(picUri) ?? greyPicture }
}
