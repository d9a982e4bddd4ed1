/** What an endpoint gives back: the `data` of an envelope, or a picture that comes without one (protocol A4 Person, picture_data). */
export type Answer = { data: unknown } | { picture: Buffer }

/** `{data}` of a successful envelope. */
export const data = (value: unknown): Answer => ({ data: value })

/** A business failure: HTTP 200, `code` not "0" (protocol A2, A3). `data` is what the envelope carries beside it, `""` unless said. */
export class Refusal extends Error {
  readonly code: string
  readonly data: unknown
  constructor(code: string, message: string, data: unknown = '') {
    super(message)
    this.name = 'Refusal'
    this.code = code
    this.data = data
  }
}

/** Code 2 with the recorded text that names the field (protocol A2). */
export const incorrect = (field: string) => new Refusal('2', `Incorrect request parameter. [${field} parameter error]`)

/** Code 128 with the recorded text (protocol A2). */
export const absent = () => new Refusal('128', 'The request resource does not exist')

/** Code 131: the code, name or member is there already (protocol A3). */
export const exists = () => new Refusal('131', 'The resource already exists')
