import { createHash } from 'node:crypto'
import type { Random } from '../../base/random.ts'

/** A session login that has begun (protocol B1). */
export interface Session {
  id: string
  challenge: string
  iterations: number
  irreversible: boolean
  salt: string
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** A challenge for a name: what it says follows from chance, so that the two ways of hashing both come up. */
export function newSession(random: Random, userName: string): Session {
  const irreversible = random.next() < 0.5
  return {
    id: sha256(`${userName}:${random.hex(16)}`),
    challenge: random.hex(16),
    iterations: 100,
    irreversible,
    salt: irreversible ? random.hex(32) : '',
  }
}

/** The password field that answers a challenge. */
export function sessionPassword(
  session: Pick<Session, 'challenge' | 'iterations' | 'irreversible' | 'salt'>,
  user: string,
  password: string,
): string {
  let hash: string
  let i: number
  if (session.irreversible) {
    hash = sha256(sha256(user + session.salt + password) + session.challenge)
    i = 2
  } else {
    hash = sha256(password) + session.challenge
    i = 1
  }
  for (; i < session.iterations; i++) hash = sha256(hash)
  return hash
}
