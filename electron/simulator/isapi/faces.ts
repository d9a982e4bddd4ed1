import { createHash } from 'node:crypto'
import { judgeJpeg, type PhotoFault } from '../jpeg.ts'
import { type Ask, bodyOf, type Endpoints, type Fields, listIn, look, textIn, write } from './ask.ts'
import { partsOf } from './multipart.ts'
import { pageOf, placeOf } from './search.ts'
import { done, Refused } from './status.ts'
import { hasFace, type Terminal, type TerminalUser } from './terminal.ts'
import { faceUrl } from './users.ts'

const LIBRARIES = [
  { FDID: '1', faceLibType: 'blackFD', name: 'Access library', customInfo: '' },
  { FDID: '2', faceLibType: 'infraredFD', name: 'Infrared library', customInfo: '' },
]
const PICTURES_KEPT = 20
const JPEG_START = Buffer.from('ffd8ff', 'hex')

/** What a terminal says of a photo it does not take; which of the words of B3 goes with which fault is partly INF. */
const WORDS: Record<PhotoFault, readonly string[]> = {
  'not-jpeg': ['picFormatError', 'faceDataAnalysisError'],
  'stray-bytes': ['SubpicAnalysisModelingError'],
  'too-large': ['picSizeExceedError', 'pictureSizeExceedLimit'],
  progressive: ['picFormatError', 'faceModelingError'],
  colour: ['picFormatError', 'PicFeaturePoints'],
  chroma: ['PicFeaturePoints'],
  'too-small': ['picResolutionInvalidError', 'faceQualityTooLow'],
  oversized: ['picResolutionInvalidError'],
  rotated: ['PicAnalysisNoTargetError', 'noFaceDetected'],
}
const UNWANTED = ['pictureFaceDetectZero', 'faceQualityLow', 'multipleFaceObjectError', 'noFace', 'SubpicAnalysisModelingError']

function judge(terminal: Terminal, employeeNo: string, bytes: Buffer): void {
  const digest = createHash('sha256').update(bytes).digest('hex')
  const pick = (words: readonly string[]) => words[Math.floor(terminal.site.chance('face', digest) * words.length)]!
  const fault = terminal.on('photoRulesOff') ? null : judgeJpeg(bytes)
  // A JPEG with something before it: the bytes of a badly built body (protocol B6).
  if (fault === 'not-jpeg' && bytes.includes(JPEG_START)) throw new Refused('SubpicAnalysisModelingError')
  if (fault === 'too-large' && terminal.on('photoMisleading')) throw new Refused('badJsonFormat', 'faceURL')
  if (fault) throw new Refused(pick(WORDS[fault]))
  const { refusePhotos } = terminal.plan
  const unwanted =
    typeof refusePhotos === 'number'
      ? terminal.site.chance('unwanted face', digest) < refusePhotos
      : refusePhotos.includes(employeeNo)
  if (unwanted) throw new Refused(pick(UNWANTED))
}

/** Takes a face for a user, or refuses it; the face there was before stays when the new one is refused. */
function model(terminal: Terminal, user: TerminalUser, bytes: Buffer): void {
  judge(terminal, user.employeeNo, bytes)
  const faces = [...terminal.users.values()].filter(one => one.face)
  if (!user.face && faces.length >= terminal.plan.model.capacity) throw new Refused('faceNumOverLimit')
  const kept = faces.filter(one => one.face?.bytes)
  if (kept.length >= PICTURES_KEPT) kept[0]!.face!.bytes = null
  user.face = {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: Buffer.from(bytes),
    // A face there was is not lost from sight while the new one is worked on.
    readyAt: user.face ? user.face.readyAt : terminal.site.clock.monotonic() + terminal.plan.model.applyMs,
  }
}

function library(fields: Fields): void {
  const type = textIn(fields, 'faceLibType', 32)
  const id = textIn(fields, 'FDID', 63)
  if (!LIBRARIES.some(one => one.FDID === id && one.faceLibType === type)) throw new Refused('faceLibNotExist', 'faceLibType')
}

function meta(bytes: Buffer): Fields {
  try {
    return JSON.parse(bytes.toString('utf8')) as Fields
  } catch {
    throw new Refused('badJsonFormat', 'FaceDataRecord')
  }
}

/** The record and the picture of an upload: the record first, the picture by its type and place (protocol B6). */
function upload(ask: Ask): { fields: Fields; picture: Buffer } {
  if (!/^multipart\//i.test(ask.headers['content-type'] ?? '')) {
    // The terminal would fetch it from us; this one reaches nobody.
    throw new Refused(bodyOf(ask).faceURL === undefined ? 'MessageParametersLack' : 'deviceError', 'faceURL')
  }
  const [first, second] = partsOf(ask.headers['content-type'], ask.body)
  if (!first || first.fileName !== undefined || first.type.startsWith('image/'))
    throw new Refused('badParameters', 'FaceDataRecord')
  if (!second) throw new Refused('MessageParametersLack', 'img')
  const inner = meta(first.bytes)
  return { fields: (inner.FaceDataRecord as Fields | undefined) ?? inner, picture: second.bytes }
}

function put(ask: Ask, terminal: Terminal, may: { add: boolean; change: boolean }): ReturnType<typeof done> {
  const { fields, picture } = upload(ask)
  library(fields)
  const user = terminal.users.get(textIn(fields, 'FPID', 63))
  if (!user) throw new Refused('employeeNoNotExist', 'FPID')
  if (user.face && !may.change) throw new Refused('deviceUserAlreadyExistFace', 'FPID')
  if (!user.face && !may.add) throw new Refused('badParameters', 'FPID')
  model(terminal, user, picture)
  return done()
}

function search(fields: Fields, terminal: Terminal) {
  library(fields)
  const one = fields.FPID === undefined ? null : textIn(fields, 'FPID', 63)
  const rows = [...terminal.users.values()].filter(user => hasFace(terminal, user) && (one === null || user.employeeNo === one))
  const place = placeOf({ searchID: '0', ...fields }, 100_000, 100)
  const show = (user: TerminalUser) => ({ FPID: user.employeeNo, name: user.name, faceURL: faceUrl(terminal, user) })
  const { searchID: _, ...page } = pageOf(terminal, place, rows, 'MatchList', show)
  return { json: { statusCode: 1, statusString: 'OK', subStatusCode: 'ok', ...page } }
}

function drop(terminal: Terminal, numbers: readonly string[]): ReturnType<typeof done> {
  for (const number of numbers) {
    const user = terminal.users.get(number)
    if (user) user.face = null
  }
  return done()
}

/** The face library (protocol B6). */
export const faces: Endpoints = {
  'GET Intelligent/FDLib': look(() => ({
    json: { statusCode: 1, statusString: 'OK', subStatusCode: 'ok', errorCode: 1, errorMsg: 'ok', FDLib: LIBRARIES },
  })),
  'POST Intelligent/FDLib/FaceDataRecord': write((ask, terminal) => put(ask, terminal, { add: true, change: false })),
  'PUT Intelligent/FDLib/FDSetUp': write((ask, terminal) => put(ask, terminal, { add: true, change: true })),
  'PUT Intelligent/FDLib/FDModify': write((ask, terminal) => put(ask, terminal, { add: false, change: true })),
  'POST Intelligent/FDLib/FDSearch': look((ask, terminal) => search(bodyOf(ask), terminal)),
  'GET Intelligent/FDLib/Count': look((_, terminal) => {
    const count = [...terminal.users.values()].filter(user => hasFace(terminal, user)).length
    return {
      json: { FDRecordDataInfo: [{ FDID: '1', faceLibType: 'blackFD', name: 'Access library', recordDataNumber: count }] },
    }
  }),
  'PUT Intelligent/FDLib/FDSearch/Delete': write((ask, terminal) => {
    if (terminal.on('faceDeleteByFDDelete')) throw new Refused('badParameters', 'FPID')
    library({ FDID: ask.query.get('FDID') ?? undefined, faceLibType: ask.query.get('faceLibType') ?? undefined })
    const list = listIn(bodyOf(ask), 'FPID', 30)
    if (!list) throw new Refused('MessageParametersLack', 'FPID')
    return drop(
      terminal,
      list.map(one => textIn(one, 'value', 63)),
    )
  }),
  'PUT Intelligent/FDLib/FDDelete': write((ask, terminal) => {
    if (!terminal.on('faceDeleteByFDDelete')) throw new Refused('notSupport')
    const fields = bodyOf(ask)
    library(fields)
    return drop(terminal, [textIn(fields, 'FPID', 63)])
  }),
}
