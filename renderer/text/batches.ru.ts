export const batchesRu = {
  title: 'Партии',
} as const
