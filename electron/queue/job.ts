import type { Instant } from '../../shared/model/time.ts'

export interface Job {
  id: number
  kind: string
  key: string
  lane: string
  rank: number
  subject: number
  batch: number | null
  setKey: string | null
  attempts: number
  /** How often an owner died while holding it: its last attempt may have reached the site. */
  recovered: number
  /** Whatever its kind wrote there; foreign until parsed. */
  checkpoint: unknown
  lease: string
  createdAt: Instant
}

/** A row of `jobs` as the columns below are read. */
export type Row = Omit<Job, 'setKey' | 'checkpoint' | 'createdAt'> & {
  set_key: string | null
  checkpoint: string | null
  created_at: number
}

export const COLUMNS = 'id, kind, key, lane, rank, subject, batch, set_key, attempts, recovered, checkpoint, lease, created_at'

export function toJob(row: Row): Job {
  const { set_key, created_at, checkpoint, ...rest } = row
  return { ...rest, setKey: set_key, createdAt: created_at, checkpoint: readJson(checkpoint) }
}

export function readJson(text: string | null): unknown {
  if (text === null) return null
  try {
    return JSON.parse(text)
  } catch {
    return null // a checkpoint is only a short cut: without it the job starts from its beginning
  }
}
