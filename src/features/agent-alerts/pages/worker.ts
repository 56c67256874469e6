import type { PushPayload } from '../../../platform/push/push.js'

/** The part of a service worker's own names that is used here. */
interface Scope {
  registration: {
    showNotification(title: string, options: NotificationOptions & { renotify?: boolean }): Promise<void>
  }
  clients: {
    matchAll(options: {
      type: 'window'
      includeUncontrolled: boolean
    }): Promise<{ url: string; focus(): Promise<unknown> }[]>
    openWindow(address: string): Promise<unknown>
  }
  addEventListener(type: 'push', listener: (event: PushEvent) => void): void
  addEventListener(type: 'notificationclick', listener: (event: ClickEvent) => void): void
}
interface PushEvent {
  data: { json(): unknown } | null
  waitUntil(done: Promise<unknown>): void
}
interface ClickEvent {
  notification: { close(): void }
  waitUntil(done: Promise<unknown>): void
}

const scope = globalThis as unknown as Scope
const CONSOLE = '/console'

/** It answers no request of the page: it only shows what is pushed, and opens the console. */
scope.addEventListener('push', (event) => {
  const { title, language } = (event.data?.json() ?? {}) as Partial<PushPayload>
  if (!title) return
  const options = { lang: language ?? 'fr', tag: 'guichet-waiting', renotify: true, icon: '/console-icon.svg' }
  event.waitUntil(scope.registration.showNotification(title, options))
})

scope.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(openConsole())
})

async function openConsole(): Promise<void> {
  const windows = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const open = windows.find(({ url }) => new URL(url).pathname === CONSOLE)
  await (open ? open.focus() : scope.clients.openWindow(CONSOLE))
}
