/** Lengths of time. A forecast is a range, rounded outward: exact seconds are kept for what is over. */
export const spansRu = {
  'range s': 'от {{low}} до {{high}} с',
  'range s-min': 'от {{low}} с до {{high}} мин',
  'range min': 'от {{low}} до {{high}} мин',
  'range min-h': 'от {{low}} мин до {{high}} ч',
  'range h': 'от {{low}} до {{high}} ч',
  'about s': 'около {{low}} с',
  'about min': 'около {{low}} мин',
  'about h': 'около {{low}} ч',
  'took s': '{{seconds}} с',
  'took min': '{{minutes}} мин {{seconds}} с',
  'took h': '{{hours}} ч {{minutes}} мин',
} as const
