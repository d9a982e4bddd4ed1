import type { Person } from './portrait-people.ts'

/** The middle of the face, between the eyes; the drawing is 400 by 500. */
export const FACE_X = 200
export const EYE_Y = 212
const EYE_APART = 33.5

/** Where a point of a turned head is seen: `x` from the middle of the face as it is when frontal, `depth` how far it stands out (nose). */
export type Project = (x: number, depth?: number) => { x: number; narrow: number }

/** The head as a cylinder, turned by `degrees` (positive: towards the picture's right). */
export function turnedBy(degrees: number): Project {
  const angle = (degrees * Math.PI) / 180
  return (x, depth = 0) => {
    const radius = 88
    const at = Math.asin(Math.max(-1, Math.min(1, x / radius))) + angle
    return { x: FACE_X + (radius + depth) * Math.sin(at), narrow: Math.max(0.15, Math.cos(at)) }
  }
}

const n = (value: number) => Math.round(value * 10) / 10

/** The outline of the face, temple to chin. */
export function outline({ cheek, jaw }: Person): string {
  const [l, r] = [FACE_X - cheek, FACE_X + cheek]
  return (
    `M${n(l)} 196C${n(l)} 150 ${n(FACE_X - 46)} 118 ${FACE_X} 118S${n(r)} 150 ${n(r)} 196` +
    `C${n(r)} 246 ${n(r - 8)} 276 ${n(FACE_X + jaw)} 306C${n(FACE_X + jaw * 0.62)} 324 ${n(FACE_X + 18)} 331 ${FACE_X} 331` +
    `S${n(FACE_X - jaw * 0.62)} 324 ${n(FACE_X - jaw)} 306C${n(l + 8)} 276 ${n(l)} 246 ${n(l)} 196Z`
  )
}

/** Ears, head, shading, features; everything between the hair behind and the hair in front. */
export function face(person: Person, project: Project): string {
  const { skin, cheek } = person
  const nose = project(0, 22)
  const turn = project(0).x - FACE_X
  const ear = (side: -1 | 1) => {
    const x = FACE_X + side * (cheek + 1) - turn * 0.16
    return `<g><ellipse cx="${n(x)}" cy="226" rx="11" ry="21" fill="${side < 0 ? skin.base : skin.shade}"/><path d="M${n(x + side * 4)} 214q${side * -7} 8 ${side * -3} 23" fill="none" stroke="${skin.deep}" stroke-width="2.4" stroke-linecap="round" opacity=".55"/></g>`
  }
  const visible = (side: -1 | 1) => side * turn > 26
  return `${visible(-1) ? '' : ear(-1)}${visible(1) ? '' : ear(1)}
<path d="${outline(person)}" fill="url(#skin)"/>
<g clip-path="url(#head)">
<path d="M${n(FACE_X + 40 + turn * 0.8)} 110Q${n(FACE_X + 62 + turn * 0.6)} 200 ${n(FACE_X + 46 + turn * 0.7)} 262T${n(FACE_X + 6 + turn * 0.7)} 340H320V110Z" fill="${skin.shade}" opacity=".5"/>
<ellipse cx="${n(project(-14).x)}" cy="156" rx="44" ry="22" fill="${skin.light}" opacity=".55" filter="url(#soft)"/>
<ellipse cx="${n(project(-42).x)}" cy="258" rx="${n(21 * project(-42).narrow + 2)}" ry="14" fill="${skin.blush}" opacity=".4" filter="url(#soft)"/>
<ellipse cx="${n(project(44).x)}" cy="258" rx="${n(21 * project(44).narrow + 2)}" ry="14" fill="${skin.blush}" opacity=".4" filter="url(#soft)"/>
<ellipse cx="${n(project(-40).x)}" cy="240" rx="${n(18 * project(-40).narrow)}" ry="8" fill="${skin.light}" opacity=".6" filter="url(#soft)"/>
${[-1, 1].map(side => `<ellipse cx="${n(project(side * EYE_APART).x)}" cy="206" rx="${n(25 * project(side * EYE_APART).narrow)}" ry="15" fill="${skin.deep}" opacity=".22" filter="url(#soft)"/>`).join('')}
<ellipse cx="${n(project(0).x)}" cy="326" rx="34" ry="10" fill="${skin.deep}" opacity=".25" filter="url(#soft)"/>
${beard(person, project)}
${noseShape(person, project(0).x, nose.x)}
${mouth(person, project)}
${eye(person, project, -1)}${eye(person, project, 1)}
</g>`
}

/** An eye in its own box, round 0,0, put where the head is turned to. */
function eye(person: Person, project: Project, side: -1 | 1): string {
  const { skin, hair, iris, lashes, style } = person
  const { x, narrow } = project(side * EYE_APART)
  const lid = '#2b1c18'
  const brow = style === 'bald' ? '#5b4433' : hair
  const clip = side < 0 ? 'eye-left' : 'eye-right'
  const almond = 'M-17 1.5Q-8-10.5 2-10Q12-9 17 1Q9 8.5-1 8.5T-17 1.5Z'
  return `<g transform="translate(${n(x)} ${EYE_Y}) scale(${n(side * narrow * 10) / 10} 1)">
<clipPath id="${clip}"><path d="${almond}"/></clipPath>
<path d="${almond}" fill="#fbf8f4"/>
<g clip-path="url(#${clip})"><rect x="-18" y="-12" width="36" height="7" fill="#8b7468" opacity=".35"/>
<circle cx="0" cy="-1.2" r="8.6" fill="${iris}"/><circle cx="0" cy="-1.2" r="8.6" fill="none" stroke="#1c1512" stroke-width="1.6" opacity=".55"/>
<circle cx="0" cy="1" r="5.6" fill="#fff" opacity=".16"/><circle cx="0" cy="-1.2" r="4.1" fill="#120d0c"/></g>
<circle cx="${side * -2.6}" cy="-4.2" r="2" fill="#fff"/>
<path d="M-17.5 2Q-8-11.5 2-11Q13-10 18 1.5" fill="none" stroke="${lid}" stroke-width="${lashes ? 3.4 : 2.5}" stroke-linecap="round"/>
${lashes ? `<path d="M15-3q5-2 7-6" fill="none" stroke="${lid}" stroke-width="2.2" stroke-linecap="round"/>` : ''}
<path d="M-13 4.6Q-1 12 13 4.6" fill="none" stroke="${skin.deep}" stroke-width="1.5" stroke-linecap="round" opacity=".7"/>
<path d="M-15-9Q-4-17 12-13" fill="none" stroke="${skin.deep}" stroke-width="1.6" stroke-linecap="round" opacity=".55"/>
<path d="M-20-${n(20 + person.browTilt)}Q-4-32 19-${n(23 - person.browTilt / 2)}Q-2-26-19-${n(14.5 + person.browTilt)}Z" fill="${brow}" stroke="${brow}" stroke-width="${lashes ? 1 : 2.6}" stroke-linejoin="round" opacity=".92"/>
</g>`
}

function noseShape({ skin }: Person, bridge: number, tip: number): string {
  const y = 262
  return `<path d="M${n(bridge + 3)} 206Q${n(bridge + 8)} 236 ${n(tip + 17)} ${y - 2}Q${n(tip + 8)} ${y + 8} ${n(tip)} ${y + 6}Z" fill="${skin.shade}" opacity=".75"/>
<path d="M${n(tip - 16)} ${y - 5}Q${n(tip - 19)} ${y + 5} ${n(tip - 8)} ${y + 4.5}Q${n(tip)} ${y + 11} ${n(tip + 8)} ${y + 4.5}Q${n(tip + 19)} ${y + 5} ${n(tip + 16)} ${y - 5}" fill="none" stroke="${skin.deep}" stroke-width="2.6" stroke-linecap="round" stroke-linejoin="round"/>
<ellipse cx="${n(tip - 7)}" cy="${y + 3.4}" rx="3.2" ry="1.7" fill="${skin.deep}"/><ellipse cx="${n(tip + 7)}" cy="${y + 3.4}" rx="3.2" ry="1.7" fill="${skin.deep}"/>
<path d="M${n((bridge + tip) / 2 - 2)} 214Q${n((bridge + tip) / 2 - 4)} 238 ${n(tip - 3)} ${y - 10}" fill="none" stroke="${skin.light}" stroke-width="5" stroke-linecap="round" opacity=".6"/>
<ellipse cx="${n(tip - 2)}" cy="${y - 6}" rx="5" ry="4" fill="${skin.light}" opacity=".6"/>`
}

function mouth({ skin, smile, lashes }: Person, project: Project): string {
  const { x, narrow } = project(0, 8)
  const up = n(-smile)
  return `<g transform="translate(${n(x)} 293) scale(${n(narrow * 10) / 10} 1)"><g opacity="${lashes ? 1 : 0.66}">
<path d="M-25 ${up}Q-12-7-5-7.5Q0-5 5-7.5Q12-7 25 ${up}Q10 2.5 0 2T-25 ${up}Z" fill="${skin.lips}"/>
<path d="M-25 ${up}Q-10 2.5 0 2T25 ${up}Q14 12 0 12T-25 ${up}Z" fill="${skin.lips}" opacity=".78"/></g>
<path d="M-25 ${up}Q-10 3.5 0 2.4T25 ${up}" fill="none" stroke="#4a201d" stroke-width="1.8" stroke-linecap="round" opacity=".75"/>
<ellipse cx="-3" cy="7" rx="8" ry="2" fill="#fff" opacity=".22"/>
<path d="M-12 17Q0 20 12 17" fill="none" stroke="${skin.deep}" stroke-width="2.4" stroke-linecap="round" opacity=".45"/></g>`
}

function beard({ beard: kind, hair, style }: Person, project: Project): string {
  if (kind === 'none') return ''
  const { x } = project(0, 4)
  const colour = style === 'bald' ? '#4a382c' : hair
  const moustache = `<path d="M${n(x - 30)} 287Q${n(x - 14)} 274 ${n(x)} 278Q${n(x + 14)} 274 ${n(x + 30)} 287Q${n(x + 14)} 284 ${n(x)} 285T${n(x - 30)} 287Z" fill="${colour}"/>`
  const jaw = `M110 218Q124 244 136 268Q152 288 ${n(x - 30)} 282Q${n(x - 14)} 275 ${n(x)} 278Q${n(x + 14)} 275 ${n(x + 30)} 282Q248 288 264 268Q276 244 290 218V345H110Z`
  if (kind === 'stubble') return `<path d="${jaw}" fill="${colour}" opacity=".2" filter="url(#soft)"/>`
  if (kind === 'moustache') return moustache
  if (kind === 'goatee')
    return `${moustache}<path d="M${n(x - 31)} 287Q${n(x - 34)} 308 ${n(x - 24)} 336H${n(x + 24)}Q${n(x + 34)} 308 ${n(x + 31)} 287Q${n(x + 24)} 308 ${n(x)} 309T${n(x - 31)} 287Z" fill="${colour}"/>`
  return `<path d="${jaw}" fill="${colour}" opacity=".95"/><path d="M180 312Q200 320 222 311" fill="none" stroke="#fff" stroke-width="3" opacity=".07"/>`
}

/** Drawn last: it stands before the hair. */
export function glasses({ glasses: kind }: Person, project: Project): string {
  if (kind === 'none') return ''
  const lens = (side: -1 | 1) => {
    const { x, narrow } = project(side * EYE_APART, 3)
    const w = 27 * narrow
    const shape =
      kind === 'round'
        ? `<ellipse cx="${n(x)}" cy="${EYE_Y}" rx="${n(w)}" ry="25"`
        : `<rect x="${n(x - w)}" y="${EYE_Y - 19}" width="${n(2 * w)}" height="39" rx="9"`
    return `${shape} fill="#fff" fill-opacity=".07" stroke="#2a2522" stroke-width="3.4"/>`
  }
  const [left, right] = [project(-EYE_APART, 3), project(EYE_APART, 3)]
  return `<g>${lens(-1)}${lens(1)}
<path d="M${n(left.x + 27 * left.narrow)} ${EYE_Y - 4}Q${n((left.x + right.x) / 2)} ${EYE_Y - 10} ${n(right.x - 27 * right.narrow)} ${EYE_Y - 4}" fill="none" stroke="#2a2522" stroke-width="3.4"/>
<path d="M${n(left.x - 27 * left.narrow)} ${EYE_Y - 6}L124 ${EYE_Y - 10}M${n(right.x + 27 * right.narrow)} ${EYE_Y - 6}L276 ${EYE_Y - 10}" stroke="#2a2522" stroke-width="3"/></g>`
}
