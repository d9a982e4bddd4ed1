import type { PersonCard } from '../port.ts'

const ADDRESS = /^[\w.+-]+@[a-z\d-]+(\.[a-z\d-]+)+$/i

/**
 * The site refuses the whole person for an e-mail that is no address (code 2, protocol A2). A slip in that column of a list must keep nobody outside the door: what is no
 * address stays in our own records only.
 */
export function withTakeableEmail(card: PersonCard): PersonCard {
  return ADDRESS.test(card.email) ? card : { ...card, email: '' }
}
