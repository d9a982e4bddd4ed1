import type { HairStyle, Person } from './portrait-people.ts'

/** Hair behind the head, then hair before it. `fill="@"` is the person's colour, `#@` a darker one. */
const shapes: Record<HairStyle, { behind: string; before: string }> = {
  'side-part': {
    behind: '<path d="M122 214Q112 92 204 92T280 214L268 196H132Z" fill="#@"/>',
    before:
      '<path d="M121 212Q108 96 200 90Q290 88 280 210Q276 178 262 160Q214 164 168 138Q140 156 132 178Q126 190 121 212Z" fill="@"/><path d="M168 138Q182 116 236 110" fill="none" stroke="#fff" stroke-width="7" stroke-linecap="round" opacity=".12"/>',
  },
  crop: {
    behind: '',
    before:
      '<path d="M123 206Q118 104 200 102T277 206Q272 172 260 156Q232 140 200 140T140 156Q128 172 123 206Z" fill="@"/><path d="M150 134Q172 116 214 116" fill="none" stroke="#fff" stroke-width="8" stroke-linecap="round" opacity=".09"/>',
  },
  curls: {
    behind:
      '<g fill="#@"><circle cx="126" cy="188" r="30"/><circle cx="274" cy="188" r="30"/><circle cx="134" cy="146" r="36"/><circle cx="266" cy="146" r="36"/><circle cx="166" cy="112" r="38"/><circle cx="234" cy="112" r="38"/><circle cx="200" cy="100" r="38"/></g>',
    before:
      '<g fill="@"><circle cx="140" cy="154" r="21"/><circle cx="160" cy="134" r="24"/><circle cx="188" cy="122" r="25"/><circle cx="218" cy="124" r="25"/><circle cx="244" cy="136" r="23"/><circle cx="262" cy="156" r="20"/><circle cx="128" cy="180" r="15"/><circle cx="273" cy="182" r="15"/></g><g fill="none" stroke="#fff" stroke-width="4" stroke-linecap="round" opacity=".1"><path d="M150 122q10-12 22-8M190 106q12-8 24 0M232 120q12-2 16 10"/></g>',
  },
  bob: {
    behind: '<path d="M112 306Q96 88 200 86T288 306Q270 322 244 316V180H156V316Q130 322 112 306Z" fill="#@"/>',
    before:
      '<path d="M112 290Q100 92 200 88T288 290Q276 292 268 286Q276 210 252 164Q210 158 178 132Q150 156 140 182Q128 220 132 286Q122 292 112 290Z" fill="@"/><path d="M146 132Q164 106 204 104" fill="none" stroke="#fff" stroke-width="8" stroke-linecap="round" opacity=".14"/>',
  },
  long: {
    behind:
      '<path d="M104 420Q98 320 110 220Q112 84 200 84T290 220Q302 320 296 420Q250 432 240 380V200H160V380Q150 432 104 420Z" fill="#@"/>',
    before:
      '<path d="M108 330Q102 94 200 88T292 330Q280 330 274 316Q284 200 200 132Q116 200 126 316Q120 330 108 330Z" fill="@"/><path d="M140 146Q158 108 194 104M228 108Q252 122 262 150" fill="none" stroke="#fff" stroke-width="7" stroke-linecap="round" opacity=".13"/>',
  },
  waves: {
    behind:
      '<path d="M98 400Q84 360 102 320Q90 280 108 236Q104 84 200 82T292 236Q310 280 298 320Q316 360 302 400Q262 428 244 372V200H156V372Q138 428 98 400Z" fill="#@"/>',
    before:
      '<path d="M102 336Q92 300 110 262Q100 90 206 86Q304 92 290 262Q308 300 298 336Q280 330 278 300Q288 258 272 222Q262 168 228 138Q190 166 150 176Q134 200 130 228Q112 262 122 300Q120 330 102 336Z" fill="@"/><path d="M148 134Q170 104 214 104" fill="none" stroke="#fff" stroke-width="8" stroke-linecap="round" opacity=".14"/>',
  },
  ponytail: {
    behind:
      '<path d="M236 112Q322 120 318 270Q320 350 300 402Q276 412 262 396Q284 300 262 190Z" fill="#@"/><path d="M122 216Q112 90 202 90T280 216Z" fill="#@"/>',
    before:
      '<path d="M122 214Q112 92 204 90T280 214Q278 178 258 152Q220 140 200 128Q164 158 138 170Q128 188 122 214Z" fill="@"/><path d="M146 138Q166 108 206 106" fill="none" stroke="#fff" stroke-width="8" stroke-linecap="round" opacity=".15"/>',
  },
  bun: {
    behind: '<circle cx="200" cy="82" r="34" fill="#@"/><path d="M122 214Q112 94 200 94T280 214Z" fill="#@"/>',
    before:
      '<path d="M122 216Q112 98 200 96T280 216Q276 174 250 150Q224 134 200 134T150 150Q124 174 122 216Z" fill="@"/><path d="M156 124Q176 110 200 110M182 66Q196 56 214 62" fill="none" stroke="#fff" stroke-width="7" stroke-linecap="round" opacity=".14"/>',
  },
  fringe: {
    behind: '<path d="M118 232Q108 90 200 90T284 232Z" fill="#@"/>',
    before:
      '<path d="M117 236Q104 92 200 90T284 236Q278 206 274 186Q262 176 252 170L244 160L232 176L218 160L204 177L190 160L174 177L162 162L150 176Q136 180 128 190Q124 210 117 236Z" fill="@"/><path d="M148 134Q170 110 214 110" fill="none" stroke="#fff" stroke-width="8" stroke-linecap="round" opacity=".12"/>',
  },
  bald: {
    behind: '',
    before:
      '<path d="M166 136Q184 124 206 126" fill="none" stroke="#fff" stroke-width="9" stroke-linecap="round" opacity=".22"/>',
  },
}

const tinted = (shape: string, colour: string) => shape.replaceAll('#@', darker(colour)).replaceAll('"@"', `"${colour}"`)
export const hairBehind = ({ style, hair }: Person): string => tinted(shapes[style].behind, hair)
export const hairBefore = ({ style, hair }: Person): string => tinted(shapes[style].before, hair)

/** `colour` (#rrggbb) with a part of its light taken away. */
export function darker(colour: string, part = 0.28): string {
  const channel = (at: number) =>
    Math.round(Number.parseInt(colour.slice(at, at + 2), 16) * (1 - part))
      .toString(16)
      .padStart(2, '0')
  return `#${channel(1)}${channel(3)}${channel(5)}`
}
