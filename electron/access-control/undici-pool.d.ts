// undici's index asks for zstd, which the Node 20 inside Electron 33 has not: its pool alone does not. The file has no types of its own.
declare module 'undici/lib/dispatcher/pool.js' {
  import type { Pool } from 'undici'

  const pool: typeof Pool
  export default pool
}
