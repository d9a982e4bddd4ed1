import type { Random } from '../base/random.ts'

export interface Skin {
  readonly base: string
  readonly light: string
  readonly shade: string
  readonly deep: string
  readonly blush: string
  readonly lips: string
}

const skins: readonly Skin[] = [
  { base: '#f6d9c5', light: '#fdeadd', shade: '#e8bfa6', deep: '#cf9c80', blush: '#e79f8d', lips: '#bf6a63' },
  { base: '#f0c9ab', light: '#fadfc8', shade: '#deab88', deep: '#c08a66', blush: '#dd8f77', lips: '#b45f56' },
  { base: '#e4b48d', light: '#f2ceae', shade: '#cd966d', deep: '#ab754f', blush: '#cc7d61', lips: '#a7574b' },
  { base: '#cf9a6e', light: '#e2b68e', shade: '#b47e53', deep: '#8f5f3b', blush: '#b96a4c', lips: '#98503f' },
  { base: '#b07a52', light: '#c99770', shade: '#94623d', deep: '#744a2c', blush: '#9c5840', lips: '#87473a' },
  { base: '#946142', light: '#ae7c5b', shade: '#794c31', deep: '#5c3822', blush: '#86493a', lips: '#7d4640' },
]
const hairs = ['#2a1d17', '#3d2719', '#5a3a22', '#7a4e2b', '#a0703c', '#c49a5a', '#8c3f23', '#1c1a1e', '#8d8a88', '#c9c5bf']
const irises = ['#5b7fa6', '#4f7d5c', '#6b4a2c', '#7a5a34', '#3f2c1f', '#6c7f8c', '#5d7a3e']
const backdrops = ['#dfe3e6', '#e6e2d8', '#d5dde4', '#e3dcd5', '#d8e0da', '#dcd9e3', '#ebe7df', '#cfd6da']
const cloths = ['#26324a', '#1f3a3d', '#4a2e3a', '#33363c', '#5a4a3a', '#2c4a66', '#6a2f32', '#3e4f3a', '#7b6f60', '#46407a']
const shirts = ['#f4f3ef', '#dfe8f1', '#f0e4dd', '#e7ece4', '#c9d6e6']
const ties = ['#7c2433', '#25408a', '#2d5b4a', '#6b4a1f', '#3c3b57']

export const hairStyles = ['side-part', 'crop', 'curls', 'bob', 'long', 'waves', 'ponytail', 'bun', 'fringe', 'bald'] as const
export type HairStyle = (typeof hairStyles)[number]
const mensHair: readonly HairStyle[] = ['side-part', 'side-part', 'crop', 'crop', 'curls', 'bald', 'fringe']
const womensHair: readonly HairStyle[] = ['bob', 'long', 'waves', 'ponytail', 'bun', 'long', 'curls']

/** Everything that makes one drawn person look unlike the next. */
export interface Person {
  readonly skin: Skin
  readonly hair: string
  readonly style: HairStyle
  readonly iris: string
  readonly backdrop: string
  readonly cloth: string
  readonly shirt: string
  readonly tie: string
  readonly outfit: 'suit' | 'blazer' | 'jumper' | 'shirt'
  readonly beard: 'none' | 'stubble' | 'full' | 'goatee' | 'moustache'
  readonly glasses: 'none' | 'round' | 'square'
  readonly earrings: boolean
  readonly lashes: boolean
  /** Half the face's width and its chin's half width, units of the drawing. */
  readonly cheek: number
  readonly jaw: number
  readonly smile: number
  readonly browTilt: number
}

/** Somebody who does not exist. */
export function inventPerson(random: Random): Person {
  const woman = random.next() < 0.5
  const skin = random.pick(skins)
  const dark = skins.indexOf(skin) >= 3
  const chance = (part: number) => random.next() < part
  return {
    skin,
    hair: random.pick(dark ? ['#2a1d17', '#1c1a1e', '#3d2719', '#241a18'] : hairs),
    style: random.pick(woman ? womensHair : mensHair),
    iris: random.pick(dark ? ['#3f2c1f', '#4a3222', '#6b4a2c'] : irises),
    backdrop: random.pick(backdrops),
    cloth: random.pick(cloths),
    shirt: random.pick(shirts),
    tie: random.pick(ties),
    outfit: random.pick(
      woman ? (['blazer', 'blazer', 'jumper', 'shirt'] as const) : (['suit', 'suit', 'jumper', 'shirt'] as const),
    ),
    beard: woman ? 'none' : random.pick(['none', 'none', 'stubble', 'full', 'goatee', 'moustache', 'stubble'] as const),
    glasses: chance(0.3) ? random.pick(['round', 'square'] as const) : 'none',
    earrings: woman && chance(0.5),
    lashes: woman,
    cheek: 74 + random.next() * 6,
    jaw: (woman ? 30 : 38) + random.next() * 8,
    smile: random.next() * 5,
    browTilt: random.next() * 4 - 2,
  }
}
