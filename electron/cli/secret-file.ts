import { ExposedSecretFile, readSecretFile } from '../web/secret-store.ts'
import { UnreadableFile } from './arguments.ts'

/** Is there a secret in the file, and is it its owner's alone? Throws `UnreadableFile` in words. */
export function checkSecretFile(file: string, shortest = 1): void {
  let length: number
  try {
    length = readSecretFile(file).length
  } catch (error) {
    if (error instanceof ExposedSecretFile)
      throw new UnreadableFile(`others may read the secret in ${file}: run chmod 600 '${file}'`)
    throw new UnreadableFile(`${file} cannot be read`)
  }
  if (length === 0) throw new UnreadableFile(`${file} is empty`)
  if (length < shortest) throw new UnreadableFile(`the secret in ${file} is too short: ${shortest} characters at least`)
}
