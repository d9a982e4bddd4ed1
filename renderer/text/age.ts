/** An age as one number and one unit, rounded down: nobody needs "1 min 3 s". */
export function ageOf(ms: number): { count: number; unit: 's' | 'min' | 'h' } {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  if (seconds < 60) return { count: seconds, unit: 's' }
  if (seconds < 3600) return { count: Math.floor(seconds / 60), unit: 'min' }
  return { count: Math.floor(seconds / 3600), unit: 'h' }
}
