export const deskRu = {
  title: 'Новый гость',
} as const
