/** What a terminal answers: a JSON object (XML when that was asked for), XML as it stands, or a picture. */
export type Answer = { json: Record<string, unknown>; http?: number } | { xml: string } | { picture: Buffer }

const STRINGS: Record<number, string> = {
  1: 'OK',
  2: 'Device Busy',
  3: 'Device Error',
  4: 'Invalid Operation',
  5: 'Invalid Format',
  6: 'Invalid Content',
  7: 'Reboot Required',
}

/** statusCode and errorCode by subStatusCode (protocol B3); null where no source has the number. */
const SUBS: Record<string, readonly [statusCode: number, errorCode: number | null]> = {
  ok: [1, 1],
  deviceBusy: [2, 0x20000004],
  noMemory: [2, 0x20000001],
  analysisEnginesNoResourceError: [2, null],
  PicAnalysisNoResourceError: [2, null],
  deviceError: [3, null],
  timeOut: [3, null],
  writeDatabaseError: [3, null],
  saveFacePic: [3, null],
  notSupport: [4, 0x40000001],
  lowPrivilege: [4, 0x40000002],
  methodNotAllowed: [4, 0x40000004],
  notActivated: [4, 0x40000007],
  noFiles: [4, 0x40001011],
  badXmlFormat: [5, 0x50000001],
  badJsonFormat: [5, 0x50000002],
  badURLFormat: [5, 0x50000003],
  badParameters: [6, 0x60000001],
  MessageParametersLack: [6, 0x60000019],
  beyondARGSRangeLimit: [6, 0x60000025],
  employeeNoNotExist: [6, 0x6000601f],
  employeeNoAlreadyExist: [6, 0x60006020],
  cardNoAlreadyExist: [6, 0x60006033],
  pictureFaceDetectZero: [6, 0x6000604c],
  rebootRequired: [7, 0x70000001],
}

/** A refusal. `sub` not in the table of B3 is Invalid Content without a number. */
export class Refused extends Error {
  readonly sub: string
  readonly field: string | undefined
  constructor(sub: string, field?: string) {
    super(sub)
    this.name = 'Refused'
    this.sub = sub
    this.field = field
  }
}

/** The status object of a sub-code (protocol B2). */
export function statusObject(sub: string, field?: string): Record<string, unknown> {
  const [statusCode, errorCode] = SUBS[sub] ?? [6, null]
  return {
    statusCode,
    statusString: STRINGS[statusCode],
    subStatusCode: sub,
    ...(errorCode === null ? {} : { errorCode }),
    ...(field === undefined && sub !== 'ok' ? {} : { errorMsg: field ?? 'ok' }),
  }
}

/** The usual HTTP status of a sub-code; terminals vary it, and clients must not rely on it (protocol B2). */
export function httpStatus(sub: string): number {
  const [statusCode] = SUBS[sub] ?? [6]
  if (statusCode === 1) return 200
  if (statusCode === 2) return 503
  if (statusCode === 3) return 500
  if (sub === 'methodNotAllowed') return 405
  return statusCode === 4 ? 403 : 400
}

/** The answer of a write that went well. */
export const done = (): Answer => ({ json: statusObject('ok') })

/** A write that went well, where status objects are XML. */
export const doneXml = (url: string): Answer => ({ json: { ResponseStatus: { requestURL: url, ...statusObject('ok') } } })
