/** Why a whole file cannot be read. */
export type ListErrorWord = 'not-a-csv' | 'bad-encoding' | 'empty-list' | 'too-large-file' | 'too-many-rows' | 'too-many-columns'

/** A file that is no list. Problems of single rows are not errors: they stand in the row. */
export class ListError extends Error {
  readonly word: ListErrorWord
  /** Where: a kind of file, a line. Never what stood there. */
  readonly place: string | null
  readonly limit: number | undefined
  constructor(word: ListErrorWord, place: string | null = null, limit?: number) {
    super(place ? `${word} (${place})` : word)
    this.name = 'ListError'
    this.word = word
    this.place = place
    this.limit = limit
  }
}
