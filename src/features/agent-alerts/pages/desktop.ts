import { attempt } from '../../../ui/kit/browser.js'

/** Where the browser stands: it can show none here, has not been asked, or has been answered. */
export type DesktopState = 'none' | NotificationPermission

/** Whether notifications can be shown. */
export function desktopState(): DesktopState {
  return 'Notification' in window && window.isSecureContext ? Notification.permission : 'none'
}

/** Asks the agent through the browser's own question; to be called on a press only. */
export async function askDesktop(): Promise<DesktopState> {
  if (desktopState() === 'default') await Notification.requestPermission()
  return desktopState()
}

/** A notification to show. */
export interface DesktopNotice {
  title: string
  body: string
  /** The one that it takes the place of. */
  tag: string
  /** Stays until it is dismissed. */
  strong: boolean
  onPress: () => void
}

/** Shows a notification, without the system's own sound: the console has its own. */
export function showDesktop({ title, body, tag, strong, onPress }: DesktopNotice): void {
  if (desktopState() !== 'granted') return
  // Some phones have notifications for service workers only, and throw.
  attempt(() => {
    const notification = new Notification(title, {
      body,
      tag,
      silent: true,
      requireInteraction: strong,
      icon: '/console-icon.svg',
      lang: document.documentElement.lang,
    })
    notification.onclick = () => {
      notification.close()
      window.focus()
      onPress()
    }
  })
}
