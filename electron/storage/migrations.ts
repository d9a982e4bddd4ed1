import { firstTables } from './migrations/001-first-tables.ts'
import { acts } from './migrations/002-acts.ts'
import { sitePaces } from './migrations/003-site-paces.ts'
import { outside } from './migrations/004-outside.ts'
import { passages } from './migrations/005-passages.ts'
import { repairs } from './migrations/006-repairs.ts'

/** One numbered step of the schema. A step that has shipped is never changed: add another. */
export interface Migration {
  readonly number: number
  readonly name: string
  readonly sql: string
}

export const migrations: readonly Migration[] = [firstTables, acts, sitePaces, outside, passages, repairs]
