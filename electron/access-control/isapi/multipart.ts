/** A part of a form, byte for byte. No file name: the part is a field. */
export interface Part {
  name: string
  type: string
  fileName?: string
  body: string | Uint8Array
}

/**
 * A multipart/form-data body in one piece, so that it goes out with its length and never in chunks (protocol B6: several firmwares refuse chunks, and a stray byte beside the
 * picture is read as a bad photo). `boundary` must be in none of the parts.
 */
export function multipartBody(parts: readonly Part[], boundary: string): { contentType: string; body: Buffer } {
  const pieces: Uint8Array[] = []
  for (const { name, type, fileName, body } of parts) {
    const file = fileName === undefined ? '' : `; filename="${fileName}"`
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\nContent-Type: ${type}\r\n`
    const bytes = typeof body === 'string' ? Buffer.from(body) : body
    pieces.push(Buffer.from(`${head}Content-Length: ${bytes.length}\r\n\r\n`), bytes, Buffer.from('\r\n'))
  }
  pieces.push(Buffer.from(`--${boundary}--\r\n`))
  return { contentType: `multipart/form-data; boundary=${boundary}`, body: Buffer.concat(pieces) }
}
