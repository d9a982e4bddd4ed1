import type { PersonRef } from '../../../shared/model/ids.ts'
import { failureOf } from '../failure-of.ts'
import { type CallContext, type PersonCard, SiteError } from '../port.ts'
import { type Facts, readLibrary } from './capabilities.ts'
import { multipartBody } from './multipart.ts'
import { type DeviceRequest, type Exchange, familyOf } from './request.ts'

const LIBRARY = '/ISAPI/Intelligent/FDLib'

export type Photo = NonNullable<PersonCard['photo']>

/**
 * Puts a face to a user who is there: an upsert, so that it may be repeated (protocol B6). `token`: fresh hexadecimal, for the boundary.
 * @throws SiteError `photo-refused` where the photo is at fault; `unsupported` 'no-face-library' where the device takes no faces
 */
export async function putFace(
  exchange: Exchange,
  facts: Facts,
  about: { ref: PersonRef; photo: Photo; token: string },
  call: CallContext,
): Promise<void> {
  const jpeg = await bytesOf(about.photo)
  for (let tries = 1; ; tries++) {
    const library = facts.faces
    if (!library) throw new SiteError({ kind: 'unsupported', cause: 'no-face-library' })
    const head = JSON.stringify({ faceLibType: library.type, FDID: library.id, FPID: about.ref })
    try {
      await upload(exchange, facts, head, jpeg, about.token, call)
      return
    } catch (error) {
      const family = familyOf(error)
      if (tries > 1) throw error
      // What is in the way is taken away; what was looked up before may have changed.
      if (family === 'face-exists' || family === 'collision') await removeFace(exchange, facts, about.ref, call)
      else if (family === 'library-missing') facts.faces = await readLibrary(exchange, call)
      else throw error
    }
  }
}

async function upload(
  exchange: Exchange,
  facts: Facts,
  head: string,
  jpeg: Uint8Array,
  token: string,
  call: CallContext,
): Promise<void> {
  const parts = [
    { name: 'FaceDataRecord', type: 'application/json', body: head },
    { name: 'img', type: 'image/jpeg', fileName: 'face.jpg', body: jpeg },
  ]
  const { contentType, body } = multipartBody(parts, `foyer${token}`)
  const request = { body: { type: contentType, content: body }, kind: 'write', face: true } as const
  const record: DeviceRequest = { ...request, method: 'POST', path: `${LIBRARY}/FaceDataRecord?format=json` }
  if (facts.faces?.canSetUp === false) {
    await exchange.send(record, call)
    return
  }
  try {
    await exchange.send({ ...request, method: 'PUT', path: `${LIBRARY}/FDSetUp?format=json` }, call)
  } catch (error) {
    if (familyOf(error) !== 'not-supported') throw error
    if (facts.faces) facts.faces.canSetUp = false
    await exchange.send(record, call)
  }
}

/** Takes a face away and leaves its user; firmwares differ in which call they have (protocol B6). */
export async function removeFace(exchange: Exchange, facts: Facts, ref: PersonRef, call: CallContext): Promise<void> {
  const library = facts.faces
  if (!library) return
  const query = `format=json&FDID=${encodeURIComponent(library.id)}&faceLibType=${encodeURIComponent(library.type)}`
  const put = (path: string, content: object): DeviceRequest => ({
    method: 'PUT',
    path,
    body: { type: 'application/json', content: JSON.stringify(content) },
    kind: 'write',
  })
  try {
    await exchange.send(put(`${LIBRARY}/FDSearch/Delete?${query}`, { FPID: [{ value: ref }] }), call)
  } catch (error) {
    const family = familyOf(error)
    if (family === 'missing') return
    if (family !== 'not-supported' && family !== 'value' && family !== 'format') throw error
    const named = { faceLibType: library.type, FDID: library.id, FPID: ref }
    await exchange.send(put(`${LIBRARY}/FDDelete?format=json`, named), call).catch(refused => {
      if (familyOf(refused) !== 'missing') throw refused
    })
  }
}

async function bytesOf(photo: Photo): Promise<Uint8Array> {
  try {
    return await photo()
  } catch (error) {
    throw failureOf(error) ? error : new SiteError({ kind: 'photo-refused', cause: 'photo-missing' }, { cause: error })
  }
}
