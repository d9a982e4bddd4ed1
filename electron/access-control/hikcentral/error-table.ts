import type { FailureKind } from '../../../shared/model/failure.ts'

/**
 * How final a refusal is (protocol A3). wait: it will pass, nothing was done. unclear: it may pass, and it may have been done; a few tries. never: as it is, it
 * will not be taken. person: somebody must act. quota: the site counts our calls.
 */
export type Finality = 'wait' | 'unclear' | 'never' | 'person' | 'quota'

export interface CodeRow {
  kind: FailureKind
  cause: string
  finality: Finality
}

const row = (finality: Finality, kind: FailureKind, cause: string): CodeRow => ({ finality, kind, cause })

/** Every code of the gateway that any source names (protocol A3). Where sources disagree, the one that does least harm if wrong. */
export const errorTable: Readonly<Record<string, CodeRow>> = {
  '1': row('unclear', 'timeout', 'site-error'),
  '2': row('never', 'invalid', 'wrong-value'),
  '3': row('wait', 'busy', 'site-busy'),
  '4': row('unclear', 'timeout', 'site-timeout'),
  '5': row('unclear', 'timeout', 'site-error'),
  '6': row('wait', 'busy', 'site-busy'),
  '7': row('never', 'unsupported', 'not-supported'),
  // Also the answer of an endpoint that does not exist; often taken for a wrong signature.
  '8': row('never', 'unsupported', 'not-supported'),
  '9': row('person', 'credentials', 'token'),
  '10': row('never', 'unsupported', 'not-supported'),
  '11': row('never', 'unsupported', 'not-supported'),
  '12': row('never', 'unsupported', 'not-supported'),
  '13': row('person', 'credentials', 'keys'),
  '14': row('person', 'unsupported', 'site-not-configured'),
  '15': row('person', 'unsupported', 'site-not-configured'),
  '16': row('wait', 'busy', 'site-busy'),
  '17': row('person', 'credentials', 'no-permission'),
  '64': row('person', 'credentials', 'partner-user'),
  '65': row('person', 'credentials', 'partner-user'),
  '66': row('person', 'credentials', 'partner-user'),
  '67': row('person', 'credentials', 'partner-user'),
  '69': row('person', 'credentials', 'no-permission'),
  '128': row('never', 'not-found', 'not-found'),
  '129': row('wait', 'busy', 'device-offline'),
  '130': row('person', 'credentials', 'no-permission-on-resource'),
  '131': row('never', 'conflict', 'exists'),
  '132': row('person', 'full', 'full'),
  '133': row('wait', 'busy', 'occupied'),
  '140': row('unclear', 'timeout', 'operation-failed'),
  '192': row('unclear', 'timeout', 'operation-failed'),
  '193': row('never', 'unsupported', 'not-supported'),
  '194': row('wait', 'busy', 'device-offline'),
  '195': row('never', 'unsupported', 'not-supported'),
  '0x00072001': row('never', 'invalid', 'missing-value'),
  '0x00072002': row('never', 'invalid', 'out-of-range'),
  '0x00072003': row('never', 'invalid', 'wrong-format'),
  '0x00072004': row('never', 'invalid', 'page-too-long'),
  '0x00072201': row('person', 'credentials', 'no-permission'),
  // 02 to 04: licences in one source, rights in another. An administrator either way.
  '0x00072202': row('person', 'credentials', 'licence'),
  '0x00072203': row('person', 'credentials', 'licence'),
  '0x00072204': row('person', 'credentials', 'licence'),
  '0x00052101': row('wait', 'busy', 'site-busy'),
  '0x00052102': row('unclear', 'timeout', 'site-error'),
  '0x00052103': row('unclear', 'timeout', 'site-timeout'),
  '0x00052104': row('wait', 'busy', 'site-busy'),
  '0x00052301': row('unclear', 'timeout', 'site-error'),
  '0x02401000': row('person', 'credentials', 'keys'),
  '0x02401001': row('person', 'credentials', 'keys'),
  '0x02401002': row('person', 'credentials', 'signature'),
  '0x02401003': row('person', 'credentials', 'signature'),
  '0x02401004': row('person', 'credentials', 'token'),
  '0x02401005': row('person', 'credentials', 'token'),
  '0x02401006': row('person', 'credentials', 'token'),
  '0x02401007': row('person', 'credentials', 'no-permission'),
  '0x02401008': row('person', 'credentials', 'no-permission'),
  '0x02401009': row('quota', 'busy', 'quota'),
  '0x0240100a': row('never', 'invalid', 'wrong-value'),
  '0x0240100b': row('quota', 'busy', 'quota'),
  '0x02401019': row('person', 'credentials', 'keys'),
  '0x0240101b': row('person', 'credentials', 'address-refused'),
  '0x0240101c': row('person', 'credentials', 'address-refused'),
  '0x0240101d': row('person', 'credentials', 'address-refused'),
  '0x02401021': row('never', 'invalid', 'wrong-format'),
  '0x02401022': row('never', 'invalid', 'wrong-format'),
  '0x02401023': row('never', 'invalid', 'wrong-format'),
}

/** A code no source names: it was refused, and we cannot say for how long. */
const unknownCode = row('unclear', 'timeout', 'unknown-code')

/** The row of a code, however the site spells its hexadecimal. */
export function rowOf(code: string): CodeRow {
  const key = code.trim().toLowerCase()
  return (Object.hasOwn(errorTable, key) ? errorTable[key] : undefined) ?? unknownCode
}
