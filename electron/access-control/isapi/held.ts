import type { Failure } from '../../../shared/model/failure.ts'
import type { PersonRef } from '../../../shared/model/ids.ts'
import type { Window } from '../../../shared/model/time.ts'
import type { Photo } from './faces.ts'
import type { KeptUser } from './people.ts'

/** What one device is to hold of one person. No doors: it is to hold nothing of them. */
export interface Wanted {
  ref: PersonRef
  name: string
  window: Window
  doors: readonly number[]
  photo: Photo | null
}

/** What it holds of them. `cause` goes with 'failed' and 'unknown'. */
export interface Held {
  state: 'done' | 'pending' | 'missed' | 'failed' | 'unknown'
  cause: Failure | null
}

/** What a device holds, judged by what it told: a face is there when it counts one (protocol B6: an upload that was taken is no proof). */
export function judgeHeld(
  wanted: Wanted,
  kept: Pick<KeptUser, 'faces'> | null,
  about: { isAsWanted: boolean; takesFaces: boolean; isBeingModelled: boolean; trouble: Failure | null },
): Held {
  if (wanted.doors.length === 0) return { state: kept ? 'missed' : 'done', cause: null }
  const lacking: Held = about.trouble ? { state: 'failed', cause: about.trouble } : { state: 'missed', cause: null }
  if (!kept || !about.isAsWanted) return lacking
  if (!wanted.photo) return { state: 'done', cause: null }
  if (!about.takesFaces) return { state: 'unknown', cause: { kind: 'unsupported', cause: 'no-face-library' } }
  if (kept.faces === null) return { state: 'unknown', cause: null }
  if (kept.faces > 0) return { state: 'done', cause: null }
  return !about.trouble && about.isBeingModelled ? { state: 'pending', cause: null } : lacking
}
