import { type PersonCard, SiteError } from '../port.ts'

/** A photo as the gateway wants it: raw base64, no `data:` in front (protocol A4, Person). Read when it is sent, and not before. */
export async function faceData(photo: NonNullable<PersonCard['photo']>): Promise<string> {
  try {
    return Buffer.from(await photo()).toString('base64')
  } catch (error) {
    throw new SiteError({ kind: 'photo-refused', cause: 'photo-missing' }, { cause: error })
  }
}
