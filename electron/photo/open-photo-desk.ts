import type { PhotoRules } from '../../shared/model/photo-verdict.ts'
import type { Clock } from '../base/clock.ts'
import { createFaceCheck } from './face-check.ts'
import { createPhotoDesk, type PhotoDesk } from './prepare.ts'

export interface OpenPhotoDeskOptions {
  readonly clock: Clock
  /** The built face-worker; left out when running from source. */
  readonly faceWorker?: URL
  readonly rules?: PhotoRules
}

/** The photo desk with its face check. Import this file only when a photo comes: it loads sharp. */
export function openPhotoDesk({ clock, faceWorker, rules }: OpenPhotoDeskOptions): PhotoDesk {
  return createPhotoDesk({ faceCheck: createFaceCheck({ clock, workerUrl: faceWorker }), rules })
}
