/** What the desktop itself shows, also while the window lies behind others. */
export interface Notice {
  /** A second notice of the same tag replaces the first: the same thing is told once. */
  tag: string
  title: string
  body: string
}

/** `default`: nobody has been asked yet, which only a click may do. */
export const noticesAllowed = (): NotificationPermission => ('Notification' in window ? Notification.permission : 'denied')

/** Asks the person; answers what holds then. */
export async function askForNotices(): Promise<NotificationPermission> {
  return 'Notification' in window ? Notification.requestPermission() : 'denied'
}

/** Shows a notice where the person allows it; does nothing elsewhere. */
export function notify({ tag, title, body }: Notice): void {
  if (noticesAllowed() !== 'granted') return
  const shown = new Notification(title, { tag, body, silent: true, lang: document.documentElement.lang })
  shown.onclick = () => window.focus()
}
