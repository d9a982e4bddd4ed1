import type { Random } from '../base/random.ts'
import { face, glasses, outline, turnedBy } from './portrait-face.ts'
import { darker, hairBefore, hairBehind } from './portrait-hair.ts'
import { inventPerson, type Person } from './portrait-people.ts'

export interface PortraitOptions {
  /** Size of the drawing in px; the person fills its height. */
  readonly width?: number
  readonly height?: number
  /** How far the head is turned, degrees, positive: towards the picture's right. */
  readonly turn?: number
}

/**
 * Draws somebody who does not exist, as an SVG: for the demo's guests, the samples and the tests, since no photograph of a person belongs in the repository.
 * The same `random` gives the same person. Frontal, it passes all five photo checks.
 */
export function drawPortrait(random: Random, { width = 900, height = 1125, turn = 0 }: PortraitOptions = {}): string {
  const person = inventPerson(random)
  const project = turnedBy(turn)
  const { skin, backdrop } = person
  // The drawing is 360 by 450 round the person; a wider picture shows more of the wall.
  const wide = (450 * width) / height
  const wall = `x="${200 - wide / 2}" y="40" width="${wide}" height="450"`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${200 - wide / 2} 40 ${wide} 450">
<defs>
<linearGradient id="wall" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#fff" stop-opacity=".55"/><stop offset="1" stop-color="#000" stop-opacity=".14"/></linearGradient>
<linearGradient id="skin" x1="0" y1="0" x2="1" y2=".35"><stop offset="0" stop-color="${skin.light}"/><stop offset=".45" stop-color="${skin.base}"/><stop offset="1" stop-color="${skin.shade}"/></linearGradient>
<clipPath id="head"><path d="${outline(person)}"/></clipPath>
<filter id="soft" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="6"/></filter>
</defs>
<rect ${wall} fill="${backdrop}"/><rect ${wall} fill="url(#wall)"/>
${hairBehind(person)}
<g transform="translate(-12 -31) scale(1.06)">${shoulders(person)}</g>
${face(person, project)}
${hairBefore(person)}
${glasses(person, project)}
${person.earrings ? '<circle cx="123" cy="250" r="4" fill="#e8d9a8"/><circle cx="277" cy="250" r="4" fill="#d9c48a"/>' : ''}
</svg>`
}

/** Neck and clothes. */
function shoulders({ skin, cloth, shirt, tie, outfit }: Person): string {
  const dark = darker(cloth)
  const body = 'M40 500Q44 418 128 396Q164 386 170 372L200 392L230 372Q236 386 272 396Q356 418 360 500Z'
  const neck = `<path d="M168 292V372Q172 402 200 404T232 372V292Z" fill="${skin.base}"/><path d="M168 318Q200 352 232 314V344Q206 372 168 346Z" fill="${skin.deep}" opacity=".55"/>`
  const lapels = `<path d="M164 376Q176 440 198 500H120Q130 440 140 392Z" fill="${cloth}"/><path d="M236 376Q224 440 202 500H280Q270 440 260 392Z" fill="${dark}"/><path d="M140 392L128 440L150 446L140 460L196 500" fill="none" stroke="${darker(cloth, 0.5)}" stroke-width="2.4" opacity=".7"/><path d="M260 392L272 440L250 446L260 460L204 500" fill="none" stroke="${darker(cloth, 0.6)}" stroke-width="2.4" opacity=".7"/>`
  const collar = `<path d="M166 366L200 404L178 428L154 388Z" fill="${shirt}"/><path d="M234 366L200 404L222 428L246 388Z" fill="${darker(shirt, 0.08)}"/>`
  const shade = `<path d="M272 396Q356 418 360 500H292Q296 440 272 396Z" fill="#000" opacity=".16"/>`
  if (outfit === 'suit') {
    return `${neck}<path d="${body}" fill="${cloth}"/><path d="M160 374L200 404L240 374L226 500H174Z" fill="${shirt}"/><path d="M192 408H208L212 424L206 500H194L188 424Z" fill="${tie}"/>${collar}${lapels}${shade}`
  }
  if (outfit === 'blazer') {
    return `${neck}<path d="${body}" fill="${cloth}"/><path d="M166 370Q200 452 234 370L226 500H174Z" fill="${shirt}"/>${lapels}${shade}`
  }
  if (outfit === 'shirt') {
    return `${neck}<path d="${body}" fill="${shirt}"/><path d="M200 404V500" stroke="${darker(shirt, 0.2)}" stroke-width="2"/>${collar}<path d="M154 388L178 428L200 404L222 428L246 388" fill="none" stroke="${darker(shirt, 0.22)}" stroke-width="2"/>${shade}`
  }
  return `${neck}<path d="M40 500Q44 418 128 394Q152 386 160 362Q200 398 240 362Q248 386 272 394Q356 418 360 500Z" fill="${cloth}"/><path d="M160 362Q200 398 240 362L244 376Q200 416 156 376Z" fill="${dark}"/>${shade}`
}
