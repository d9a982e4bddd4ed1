import { fold, type GuestCard } from '../../shared/model/guest.ts'
import { GuestId, PersonCode, PersonRef, PhotoId } from '../../shared/model/ids.ts'
import type { Instant } from '../../shared/model/time.ts'
import type { Database } from './database.ts'

export interface StoredGuest {
  id: GuestId
  code: PersonCode
  family: string
  given: string
  patronymic: string
  company: string
  document: string
  phone: string
  email: string
  photo: PhotoId | null
}

/** What one site has of a guest. */
export interface SitePerson {
  ref: PersonRef
  photo: string | null
  record: string | null
}

/** What is kept of a guest across visits: the rest of the card belongs to the visit. */
export type GuestFields = Pick<GuestCard, 'family' | 'given' | 'patronymic' | 'company' | 'document' | 'phone' | 'email'>

export type GuestsTable = ReturnType<typeof createGuestsTable>

const lettersAndDigits = (folded: string) => folded.replace(/[^\p{L}\p{N}]/gu, '')

/** How a guest is found again: by names and company, by the letters and digits of the document ('' for none), and by the words of the search box. */
function keysOf(card: GuestFields): { nameKey: string; documentKey: string; search: string } {
  const [family, given, patronymic, company] = [fold(card.family), fold(card.given), fold(card.patronymic), fold(card.company)]
  const document = fold(card.document)
  const documentKey = lettersAndDigits(document)
  return {
    nameKey: `${family}|${given}|${patronymic}|${company}`,
    documentKey,
    search: ` ${family} ${given} ${patronymic} ${company} ${document} ${documentKey} ${card.phone.replace(/\D/g, '')}`,
  }
}
const likeWord = (word: string) => `% ${fold(word).replace(/[\\%_]/g, c => `\\${c}`)}%`

/** Each word typed (six at most) as a LIKE pattern for the search column. */
function patterns(text: string): string[] {
  return text
    .split(/[\s,;]+/u)
    .filter(Boolean)
    .slice(0, 6)
    .map(likeWord)
}

type Row = Omit<StoredGuest, never>

/** The table of guests. Names stay here: nothing of them goes into jobs or logs. */
export function createGuestsTable(db: Database) {
  const columns = 'id, code, family, given, patronymic, company, document, phone, email, photo'
  const insert = db.prepare(
    `INSERT INTO guests (code, family, given, patronymic, company, document, phone, email, search, name_key, document_key, photo, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const update = db.prepare(
    `UPDATE guests SET family = @family, given = @given, patronymic = @patronymic, company = @company, document = @document, phone = @phone, email = @email,
     search = @search, name_key = @nameKey, document_key = @documentKey, photo = coalesce(@photo, photo), updated_at = @now WHERE id = @id`,
  )
  const byId = db.prepare(`SELECT ${columns} FROM guests WHERE id = ?`)
  const byCode = db.prepare(`SELECT ${columns} FROM guests WHERE code = ?`)
  const byDocument = db.prepare(
    `SELECT ${columns} FROM guests WHERE document_key = ? AND document_key <> '' ORDER BY id DESC LIMIT 5`,
  )
  const byName = db.prepare(
    `SELECT ${columns} FROM guests WHERE name_key = ? AND document_key IN ('', @document) ORDER BY id DESC LIMIT 1`,
  )
  const allKeys = db.prepare<[], { name: string; document: string }>(
    'SELECT name_key AS name, document_key AS document FROM guests',
  )
  const refOf = db.prepare('SELECT ref, photo, record FROM site_persons WHERE site = ? AND guest_id = ?')
  const saveRef = db.prepare(
    'INSERT INTO site_persons (site, guest_id, ref, photo, record) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET ref = excluded.ref, photo = excluded.photo, record = excluded.record',
  )
  // For events that are told late: whom an id meant is remembered when the person is gone.
  const keepRef = db.prepare(
    'INSERT INTO site_refs (site, ref, guest_id) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET guest_id = excluded.guest_id',
  )
  const byRef = db.prepare(
    `SELECT ${columns.replaceAll(/\w+/g, name => `g.${name}`)} FROM site_refs r JOIN guests g ON g.id = r.guest_id WHERE r.site = ? AND r.ref = ?`,
  )
  const forgetRef = db.prepare('DELETE FROM site_persons WHERE site = ? AND guest_id = ?')
  const searches = new Map<number, ReturnType<Database['prepare']>>()

  const parse = (row: unknown): StoredGuest | null => {
    if (row === undefined) return null
    const r = row as Row
    return {
      ...r,
      id: GuestId.parse(r.id),
      code: PersonCode.parse(r.code),
      photo: r.photo === null ? null : PhotoId.parse(r.photo),
    }
  }
  /** A list asks for each card twice running. */
  let last: { card: GuestFields; keys: ReturnType<typeof keysOf> } | null = null
  const keys = (card: GuestFields) => {
    if (last?.card !== card) last = { card, keys: keysOf(card) }
    return last.keys
  }
  const fields = ({ family, given, patronymic, company, document, phone, email }: GuestFields) => ({
    family,
    given,
    patronymic,
    company,
    document,
    phone,
    email,
  })

  /** The guest we know already: the same document and family name, or (where either has no document) the same names and company. */
  function match(card: GuestFields): StoredGuest | null {
    const { nameKey, documentKey: document } = keys(card)
    if (document) {
      for (const row of byDocument.all(document)) {
        const guest = parse(row)
        if (guest && fold(guest.family) === fold(card.family)) return guest
      }
    }
    return parse(byName.get(nameKey, { document }))
  }

  return {
    match,
    /**
     * `match` for a long list: who shares neither document nor names with anybody known is not looked for. `adds`: each who is asked about becomes known, too; both need one
     * transaction then.
     */
    matcher(adds: boolean): (card: GuestFields) => StoredGuest | null {
      const known = new Set<string>()
      for (const { name, document } of allKeys.iterate()) known.add(name).add(document)
      return card => {
        const { nameKey: name, documentKey: document } = keys(card)
        const perhaps = known.has(name) || (document !== '' && known.has(document))
        if (adds) known.add(name).add(document)
        return perhaps ? match(card) : null
      }
    },
    add(code: PersonCode, card: GuestFields, photo: PhotoId | null, now: Instant): GuestId {
      const { family, given, patronymic, company, document, phone, email } = card
      const { search, nameKey, documentKey } = keys(card)
      // In their order, not by their names: which costs a list of 100,000 as much again as its writing.
      const words = [code, family, given, patronymic, company, document, phone, email, search, nameKey, documentKey]
      return GuestId.parse(Number(insert.run(...words, photo, now, now).lastInsertRowid))
    },
    /** A null photo keeps the one on file. */
    update(id: GuestId, card: GuestFields, photo: PhotoId | null, now: Instant): void {
      update.run({ id, ...fields(card), ...keys(card), photo, now })
    },
    get: (id: GuestId): StoredGuest | null => parse(byId.get(id)),
    byCode: (code: string): StoredGuest | null => parse(byCode.get(code)),
    /** Whom a site's id means, or meant. */
    byRef: (site: string, ref: string): StoredGuest | null => parse(byRef.get(site, ref)),

    /** What was typed as LIKE patterns for the search column, six words at most. */
    patterns,

    /** Past guests whose words begin with each of the words typed; the newest first. */
    search(text: string, limit: number): StoredGuest[] {
      const words = patterns(text)
      if (words.length === 0) return []
      const known = searches.get(words.length)
      const query =
        known ??
        db.prepare(
          `SELECT ${columns} FROM guests WHERE ${words.map(() => "search LIKE ? ESCAPE '\\'").join(' AND ')} ORDER BY updated_at DESC LIMIT ?`,
        )
      searches.set(words.length, query)
      return query.all(...words, limit).flatMap(row => parse(row) ?? [])
    },

    /** What a site calls this guest, the photo it took, and its own record of the visit. */
    ref(site: string, id: GuestId): SitePerson | null {
      const row = refOf.get(site, id) as { ref: string; photo: string | null; record: string | null } | undefined
      return row ? { ...row, ref: PersonRef.parse(row.ref) } : null
    },
    saveRef(site: string, id: GuestId, { ref, photo, record }: SitePerson): void {
      saveRef.run(site, id, ref, photo, record)
      keepRef.run(site, ref, id)
    },
    forgetRef(site: string, id: GuestId): void {
      forgetRef.run(site, id)
    },
  }
}
