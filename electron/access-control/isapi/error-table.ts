import type { FailureKind } from '../../../shared/model/failure.ts'

/** What a refusal comes down to, whatever this firmware calls it (protocol B3, Sub-code families). */
export type Family =
  | 'exists'
  | 'missing'
  | 'face-exists'
  | 'library-missing'
  | 'photo'
  | 'collision'
  | 'full'
  | 'engine-busy'
  | 'not-supported'
  | 'rights'
  | 'format'
  | 'value'
  | 'device'
  | 'reboot'

export interface SubCodeRow {
  family: Family
  kind: FailureKind
  cause: string
}

const family = (name: Family, kind: FailureKind, cause: string, ...codes: string[]): [string, SubCodeRow][] =>
  codes.map(code => [code.toLowerCase(), { family: name, kind, cause }])

/** Every sub-code that any source names, by its name in lower case. */
export const subCodes: Readonly<Record<string, SubCodeRow>> = Object.fromEntries([
  ...family('exists', 'conflict', 'exists', 'employeeNoAlreadyExist', 'deviceUserAlreadyExist', 'employeeNoAlreadyUserExist'),
  ...family('exists', 'conflict', 'card-taken', 'cardNoAlreadyExist'),
  ...family('missing', 'not-found', 'person-unknown', 'employeeNoNotExist', 'deviceUserNotExist', 'userNotExist'),
  ...family('face-exists', 'conflict', 'face-exists', 'deviceUserAlreadyExistFace', 'alreadyExistThisFace', 'FPIDAlreadyExist'),
  ...family(
    'library-missing',
    'unsupported',
    'no-face-library',
    'faceLibNotExist',
    'FDLibNotExist',
    'faceDatabaseNotExist',
    'faceLibraryIDError',
  ),
  ...family('photo', 'photo-refused', 'no-face', 'PicAnalysisNoTargetError', 'noFaceDetected', 'noFace', 'pictureFaceDetectZero'),
  ...family('photo', 'photo-refused', 'several-faces', 'multipleFaceObjectError', 'multipleFaces'),
  ...family('photo', 'photo-refused', 'too-large', 'picSizeExceedError', 'pictureSizeExceedLimit'),
  ...family('photo', 'photo-refused', 'too-small', 'picResolutionInvalidError'),
  ...family(
    'photo',
    'photo-refused',
    'poor-quality',
    'faceQualityLow',
    'faceQualityTooLow',
    'faceModelingError',
    'SubpicAnalysisModelingError',
  ),
  ...family('photo', 'photo-refused', 'refused-by-site', 'PicFeaturePoints', 'picFormatError', 'faceDataAnalysisError'),
  ...family('collision', 'busy', 'device-error', 'saveFacePic', 'writeDatabaseError'),
  ...family(
    'full',
    'full',
    'full',
    'userExceedLimit',
    'userNumExceed',
    'faceNumOverLimit',
    'faceNumFull',
    'faceLibraryNumError',
    'faceLibNumOverLimit',
    'cardNumOverLimit',
  ),
  ...family(
    'engine-busy',
    'busy',
    'device-busy',
    'analysisEnginesNoResourceError',
    'PicAnalysisNoResourceError',
    'deviceBusy',
    'noMemory',
  ),
  ...family('device', 'timeout', 'device-error', 'deviceError', 'timeOut'),
  ...family('not-supported', 'unsupported', 'not-supported', 'notSupport', 'methodNotAllowed', 'noFiles', 'badURLFormat'),
  ...family('not-supported', 'unsupported', 'not-activated', 'notActivated'),
  ...family('rights', 'credentials', 'no-permission', 'lowPrivilege'),
  ...family('format', 'invalid', 'wrong-format', 'badXmlFormat', 'badJsonFormat', 'badXmlContent', 'badJsonContent'),
  ...family('value', 'invalid', 'wrong-value', 'badParameters', 'MessageParametersLack'),
  ...family('value', 'invalid', 'out-of-range', 'beyondARGSRangeLimit'),
  ...family('reboot', 'unsupported', 'reboot-required', 'rebootRequired'),
])

/** Whether any source names it. */
export const isSubCode = (name: string): boolean => Object.hasOwn(subCodes, name.trim().toLowerCase())

/** The error numbers whose sub-code is known, for firmware that gives nothing else (protocol B3). */
const byNumber: ReadonlyMap<number, string> = new Map([
  [0x20000001, 'nomemory'],
  [0x20000004, 'devicebusy'],
  [0x40000001, 'notsupport'],
  [0x40000002, 'lowprivilege'],
  [0x40000004, 'methodnotallowed'],
  [0x40000007, 'notactivated'],
  [0x40001011, 'nofiles'],
  [0x50000001, 'badxmlformat'],
  [0x50000002, 'badjsonformat'],
  [0x50000003, 'badurlformat'],
  [0x60000001, 'badparameters'],
  [0x60000019, 'messageparameterslack'],
  [0x60000025, 'beyondargsrangelimit'],
  [0x6000601f, 'employeenonotexist'],
  [0x60006020, 'employeenoalreadyexist'],
  [0x60006033, 'cardnoalreadyexist'],
  [0x6000604c, 'picturefacedetectzero'],
  [0x70000001, 'rebootrequired'],
])

/** And where the sub-code is unknown, its class alone. */
const byClass: Readonly<Record<number, SubCodeRow>> = {
  2: { family: 'engine-busy', kind: 'busy', cause: 'device-busy' },
  3: { family: 'device', kind: 'timeout', cause: 'device-error' },
  4: { family: 'not-supported', kind: 'unsupported', cause: 'not-supported' },
  5: { family: 'format', kind: 'invalid', cause: 'wrong-format' },
  6: { family: 'value', kind: 'invalid', cause: 'wrong-value' },
  7: { family: 'reboot', kind: 'unsupported', cause: 'reboot-required' },
}

/** A code no source names: it was refused, and we cannot say for how long. */
const unknownCode: SubCodeRow = { family: 'device', kind: 'timeout', cause: 'unknown-code' }

/** The row of a refusal, by its sub-code, else by its number, else by its class. */
export function rowOf(status: { statusCode: number | null; subStatusCode: string; errorCode: number | null }): SubCodeRow {
  const name = status.subStatusCode.trim().toLowerCase()
  const number = status.errorCode === null ? undefined : byNumber.get(status.errorCode)
  const known = (key: string | undefined) => (key !== undefined && Object.hasOwn(subCodes, key) ? subCodes[key] : undefined)
  return known(name) ?? known(number) ?? byClass[status.statusCode ?? 0] ?? unknownCode
}
