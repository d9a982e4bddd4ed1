import facts from '../../package.json' with { type: 'json' }

/** Foyer's own version. */
export const VERSION: string = facts.version
