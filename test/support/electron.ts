import { readEnvironment } from '../../electron/base/profile.ts'
import { findElectron } from '../../electron/electron-binary.ts'

/** An Electron to test with: the one the environment names, else what npm's package downloaded. Null where there is none; nothing is fetched. */
export const electronBinary = (): string | null => findElectron(readEnvironment())

/** Chromium's sandbox does not run as root: only the tests switch it off, never the product. */
export const rootArguments = (): string[] => (readEnvironment().root ? ['--no-sandbox'] : [])
