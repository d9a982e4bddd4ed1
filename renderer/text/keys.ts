import type { sections } from './sections.ts'

type PluralForm = 'one' | 'few' | 'many' | 'other'
/** `guests_few` asks for the key `guests`. */
type Asked<K extends string> = K extends `${infer Base}_${PluralForm}` ? Base : K
type PluralBase<K extends string> = K extends `${infer Base}_${PluralForm}` ? Base : never
type Plain<K extends string> = K extends `${string}_${PluralForm}` ? never : K

/** The English twin of a Russian section: the same keys, with English plurals. A missing key, or one too many, does not compile. */
export type EnglishOf<Russian> = { [K in Plain<keyof Russian & string>]: string } & {
  [K in `${PluralBase<keyof Russian & string>}_${'one' | 'other'}`]: string
}

type Sections = (typeof sections)['ru']
/** Every sentence there is: `desk.title`, `frame.queued` (plurals without their ending; they take `count`). */
export type TextKey = { [S in keyof Sections & string]: `${S}.${Asked<keyof Sections[S] & string>}` }[keyof Sections & string]
