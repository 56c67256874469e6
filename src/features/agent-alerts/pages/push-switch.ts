import { attempt } from '../../../ui/kit/browser.js'
import { scriptAddress } from '../../../ui/kit/script-address.js'
import type { StaffApi } from '../../../ui/kit/staff-api.js'
import { type PushRequest, pushRoutes } from '../contract.js'

/** What a browser that is told follows. */
export type PushWish = { pushKey: string } & Pick<PushRequest, 'language' | 'quiet'>

const SCOPE = '/console'

/** Lets this browser be told, its console closed, that somebody waits. Nothing is registered before the agent has accepted. */
export class PushSwitch {
  constructor(private readonly api: StaffApi) {}

  /** Whether this browser could be told. */
  get isPossible(): boolean {
    return 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window
  }

  /** Asks the browser, and tells the server. To be called on a press only. @returns whether it is done */
  async accept(wish: PushWish): Promise<boolean> {
    if (!this.isPossible || (await Notification.requestPermission()) !== 'granted') return false
    return this.subscribe(wish)
  }

  /** The same without a question, when she has accepted before. */
  async renew(wish: PushWish): Promise<boolean> {
    if (!this.isPossible || Notification.permission !== 'granted') return false
    return this.subscribe(wish)
  }

  /** Withdraws, here and on the server. */
  async refuse(): Promise<void> {
    await this.api.ask(pushRoutes.unsubscribe).catch(() => {})
    await this.leave()
  }

  /** Withdraws here: at a sign-out, the server has forgotten this browser already. */
  async leave(): Promise<void> {
    const registration = await attempt(() => navigator.serviceWorker?.getRegistration(SCOPE))?.catch(() => null)
    const subscription = await registration?.pushManager?.getSubscription()
    await subscription?.unsubscribe().catch(() => {})
    await registration?.unregister().catch(() => {})
  }

  private async subscribe({ pushKey, language, quiet }: PushWish): Promise<boolean> {
    try {
      const registration = await navigator.serviceWorker.register(scriptAddress('/assets/console-push.js'), {
        scope: SCOPE,
      })
      const known = await registration.pushManager.getSubscription()
      // The installation may have other keys than when this browser accepted.
      if (known && !isSameKey(known, pushKey)) await known.unsubscribe()
      const subscription = await registration.pushManager.subscribe({
        userVisibleOnly: true,
        applicationServerKey: pushKey,
      })
      const { endpoint, keys } = subscription.toJSON()
      const { p256dh, auth } = keys ?? {}
      if (!endpoint || !p256dh || !auth) return false
      await this.api.ask(pushRoutes.subscribe, { body: { endpoint, keys: { p256dh, auth }, language, quiet } })
      return true
    } catch {
      return false
    }
  }
}

function isSameKey({ options }: PushSubscription, pushKey: string): boolean {
  const key = options.applicationServerKey
  if (!key) return false
  const signs = String.fromCharCode(...new Uint8Array(key))
  return btoa(signs).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '') === pushKey
}
