/** Where a JPEG that crossed as base64 can be looked at; whoever made it revokes it. */
export function jpegUrl(base64: string): string {
  const bytes = Uint8Array.from(atob(base64), character => character.charCodeAt(0))
  return URL.createObjectURL(new Blob([bytes], { type: 'image/jpeg' }))
}
