import { createHash } from 'node:crypto'

/** What a device tells of its login (protocol B1, Session login). */
export interface SessionChallenge {
  challenge: string
  salt: string
  iterations: number
  isIrreversible: boolean
}

/** More would only be a device that keeps us busy. */
const MOST_ITERATIONS = 10_000

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** The password as the login wants it: hashed with the salt where the device keeps no readable one, then again and again with its challenge. */
export function sessionPassword(user: string, password: string, told: SessionChallenge): string {
  const { challenge, salt, isIrreversible } = told
  const iterations = Math.min(told.iterations, MOST_ITERATIONS)
  let hash = isIrreversible ? sha256(sha256(user + salt + password) + challenge) : sha256(password) + challenge
  for (let i = isIrreversible ? 2 : 1; i < iterations; i++) hash = sha256(hash)
  return hash
}
