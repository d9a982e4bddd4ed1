export const settingsRu = {
  title: 'Настройки',
} as const
