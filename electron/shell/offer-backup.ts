import { dialog } from 'electron'
import type { WayBack } from '../app/way-back.ts'
import { systemClock } from '../base/clock.ts'

// The window cannot open without its core, so these few words stand here and not in renderer/text.
const texts = {
  en: {
    message: 'The database of Foyer is damaged',
    detail: (when: string) =>
      `It was not changed. Foyer can go on with the backup of ${when}; the damaged file is kept beside it. Guests registered since then are still on the site, but Foyer will not know them.`,
    none: 'It was not changed, and there is no backup yet. Ask whoever looks after this computer.',
    restore: 'Go on with the backup',
    quit: 'Quit',
  },
  ru: {
    message: 'База данных Foyer повреждена',
    detail: (when: string) =>
      `Файл не изменён. Можно продолжить с резервной копии от ${when}; повреждённый файл останется рядом. Гости, записанные позже, остались на площадке, но Foyer о них не узнает.`,
    none: 'Файл не изменён, резервной копии ещё нет. Обратитесь к администратору этого компьютера.',
    restore: 'Продолжить с копии',
    quit: 'Выйти',
  },
}

/** Asks whether to go on with the newest backup, and puts it in place. False: there is none, it was not wanted, or it could not be done. */
export function offerBackup(way: WayBack, locale: string): boolean {
  const text = locale.startsWith('ru') ? texts.ru : texts.en
  const [newest] = way.backups
  const box = { type: 'error', title: 'Foyer', message: text.message } as const
  if (!newest) {
    dialog.showMessageBoxSync({ ...box, detail: text.none, buttons: [text.quit] })
    return false
  }
  const when = new Intl.DateTimeFormat(locale || 'en', { dateStyle: 'long', timeStyle: 'short' }).format(newest.at)
  const buttons = [text.restore, text.quit]
  const chosen = dialog.showMessageBoxSync({ ...box, detail: text.detail(when), buttons, defaultId: 0, cancelId: 1 })
  return chosen === 0 && typeof way.restore(systemClock.now()) !== 'string'
}
