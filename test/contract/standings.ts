import type { PersonCard, Standing } from '../../electron/access-control/port.ts'
import type { LevelId, PersonRef } from '../../shared/model/ids.ts'

/** What the guests of a card are to have at devices, which know a person by our own code. `gone`: off the level they were on. */
export function standingsOf(cardOf: (n: number, more?: Partial<PersonCard>) => PersonCard) {
  const standing = (n: number, more: Partial<PersonCard> = {}, left: string[] = []): Standing => {
    const card = cardOf(n, more)
    return { ref: card.code as string as PersonRef, card, left: left as LevelId[], at: [] }
  }
  return { standing, gone: (n: number) => standing(n, { levels: [] }, ['guests']) }
}
