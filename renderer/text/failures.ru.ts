/** One sentence a failure: first by its cause, else by its kind. Also the rules of a photo and the checks of a connection. */
export const failuresRu = {
  'kind invalid': 'Площадка не примет это в таком виде',
  'kind photo-refused': 'Фото не принято',
  'kind credentials': 'Площадка не приняла ключи',
  'kind not-found': 'На площадке этого нет',
  'kind conflict': 'На площадке уже есть такой, и он не наш',
  'kind full': 'На площадке кончилось место',
  'kind busy': 'Площадка занята, повтор сам',
  'kind offline': 'Площадка не отвечает',
  'kind timeout': 'Ответ не пришёл, проверяем',
  'kind unsupported': 'Площадка этого не умеет',
  'kind bug': 'Ошибка в программе, она записана в журнал',
  'link-lost': 'Связь с ядром прервалась, неизвестно, дошло ли',
  'retry at': 'повтор в {{time}}',
} as const
