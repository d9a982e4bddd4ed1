export const importRu = {
  title: 'Импорт',
} as const
