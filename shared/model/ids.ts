import { z } from 'zod'

/** Ids are branded so that a person code is never handed in where the site's own id belongs (a mix-up the site answers with code 128). */
export const GuestId = z.number().int().positive().brand<'GuestId'>()
export type GuestId = z.infer<typeof GuestId>
export const VisitId = z.number().int().positive().brand<'VisitId'>()
export type VisitId = z.infer<typeof VisitId>
export const BatchId = z.number().int().positive().brand<'BatchId'>()
export type BatchId = z.infer<typeof BatchId>

export const ActId = z.number().int().positive().brand<'ActId'>()
export type ActId = z.infer<typeof ActId>

/** Our own code for a person: at most 16 digits, no leading zero. personCode on HikCentral, employeeNo on a device. */
export const PersonCode = z
  .string()
  .regex(/^[1-9][0-9]{0,15}$/)
  .brand<'PersonCode'>()
export type PersonCode = z.infer<typeof PersonCode>
/** The site's own id of a person (personId on HikCentral). */
export const PersonRef = z.string().min(1).max(64).brand<'PersonRef'>()
export type PersonRef = z.infer<typeof PersonRef>
export const LevelId = z.string().min(1).max(64).brand<'LevelId'>()
export type LevelId = z.infer<typeof LevelId>
export const DoorId = z.string().min(1).max(64).brand<'DoorId'>()
export type DoorId = z.infer<typeof DoorId>
/** The name of a file in the profile's photo folder, without its ending. */
export const PhotoId = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .brand<'PhotoId'>()
export type PhotoId = z.infer<typeof PhotoId>
