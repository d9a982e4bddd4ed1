import type { Failure } from '../../shared/model/failure.ts'
import type { ListPhoto } from '../stores/list.ts'

/** Why a picture was refused, as a failure that there is a sentence for. */
export function faultOf({ failure, verdict }: ListPhoto): Failure {
  if (failure) return failure
  const cause = verdict?.first ?? undefined
  const check = verdict?.checks.find(one => one.cause === cause)
  return { kind: 'photo-refused', cause, measure: check?.measure ?? undefined, limit: check?.limit }
}
