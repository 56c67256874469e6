import { isQuiet, nextMorning } from '../../../platform/time/quiet-hours.js'
import type { AgentConsole } from '../../../ui/kit/agent-console.js'
import { playTune } from '../../../ui/kit/alert-sound.js'
import { type Translate, translator } from '../../../ui/kit/console-words.js'
import { serverNow, setServerClock } from '../../../ui/kit/town-clock.js'
import { waitInWords } from '../../../ui/kit/wait-in-words.js'
import { maySupervise } from '../../statistics/pages/supervision/supervision-place.js'
import { type AlertSettingsView, pushRoutes } from '../contract.js'
import { type Due, dueAlerts } from './alert-rules.js'
import { showDesktop } from './desktop.js'
import { PushSwitch } from './push-switch.js'

const NAME = 'guichet-console:voice'
const GESTURES = ['pointerdown', 'keydown'] as const

/**
 * Which of the tabs of a browser sounds and notifies: the one that was touched last, since a browser lets only pages that were touched
 * be heard; when it is closed or crashes, the browser passes the word to another one. Where there are no locks, each tab speaks for itself.
 */
class Voice {
  private held = !navigator.locks
  private waiting = false

  constructor() {
    if (!navigator.locks) return
    void this.wait()
    for (const gesture of GESTURES) addEventListener(gesture, () => this.take(), { capture: true, passive: true })
  }

  /** Whether this tab is the one. */
  get isHere(): boolean {
    return this.held
  }

  private take(): void {
    if (!this.held) void this.hold({ steal: true })
  }

  /** Queues for the word, once. */
  private async wait(): Promise<void> {
    if (this.waiting) return
    this.waiting = true
    await this.hold({}, () => {
      this.waiting = false
    })
  }

  /** Ends when another tab takes the word; then this one waits for its turn again. */
  private async hold(options: LockOptions, onHeld: () => void = () => {}): Promise<void> {
    try {
      await navigator.locks.request(NAME, options, () => {
        onHeld()
        this.held = true
        return new Promise<never>(() => {})
      })
    } catch {
      this.held = false
      void this.wait()
    }
  }
}

/** How often waits are looked at when nothing happens. */
const LOOK_MS = 1_000
const HALF_HOUR_MS = 30 * 60_000

/** Sounds and shows what an agent must hear of, once among the tabs of her browser. Told beside the session, which knows nothing of it. */
export class Alerts {
  /** What the server says of alerts; `null` until it is read, or when it cannot be. */
  settings: AlertSettingsView | null = null
  readonly push: PushSwitch
  private readonly voice = new Voice()
  /** Keys of what was told; `null` until the queue is read: what an agent finds is no news. */
  private told: Set<string> | null = null
  private readFor: string | null = null
  private computed: { queue: unknown; atS: number; repeatAfterS: number; due: Due[] } | null = null

  constructor(private readonly session: AgentConsole) {
    this.push = new PushSwitch(session.api)
    session.onAlertedElsewhere = (keys) => this.remember(keys)
    session.subscribe(() => this.look())
    setInterval(() => this.look(), LOOK_MS)
  }

  /** Who waits, as this agent must hear of it. */
  due(): Due[] {
    const { queue, session, preferences } = this.session.state
    if (!queue || !session) return []
    const { repeatAfterS } = preferences
    const now = serverNow()
    // Every row asks: the same second of the same queue is looked at once.
    const atS = Math.floor(now.getTime() / 1000)
    const { computed } = this
    if (computed?.queue === queue && computed.atS === atS && computed.repeatAfterS === repeatAfterS) return computed.due
    const due = dueAlerts(queue, { now, repeatAfterS, supervises: maySupervise(session) })
    this.computed = { queue, atS, repeatAfterS, due }
    return due
  }

  /** Whether she wishes silence now. */
  get isQuiet(): boolean {
    return isQuiet(this.session.state.preferences.quiet, serverNow(), this.timeZone)
  }

  /** The commune's; the computer's until it is known. */
  get timeZone(): string {
    return this.settings?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  }

  /** Asks for silence for half an hour or until the next morning, or ends it. */
  silence(until: 'half' | 'tomorrow' | 'end'): void {
    const now = serverNow()
    const instants = {
      half: () => new Date(now.getTime() + HALF_HOUR_MS).toISOString(),
      tomorrow: () => nextMorning(now, this.timeZone),
      end: () => null,
    }
    const { quiet } = this.session.state.preferences
    this.session.prefer({ quiet: { ...quiet, until: instants[until]() } })
    this.session.announce(this.t(`alerts.said.${until}`))
    void this.keepPush()
  }

  /** Plays her sound, whatever the hour. */
  tryTune(strong: boolean): void {
    const { tune, volume } = this.session.state.preferences
    playTune(tune, { volume, strong })
  }

  /** Shows a notification, whatever the hour. */
  tryDesktop(): void {
    this.show({ title: this.t('alerts.notify.test'), tag: 'guichet-test', strong: false, onPress: () => {} })
  }

  /** Sounds for something else that waits, once for each key, in one tab, unless it is quiet. */
  ring(keys: readonly string[]): void {
    const fresh = keys.filter((key) => !this.told?.has(key))
    if (fresh.length === 0 || !this.voice.isHere) return
    this.remember(fresh)
    this.session.tabs.tell({ news: 'alerted', keys: fresh })
    const { sound, tune, volume } = this.session.state.preferences
    if (sound && !this.isQuiet) playTune(tune, { volume, strong: false })
  }

  /** Looks who waits, and tells what is new. */
  look(): void {
    const { session, queue } = this.session.state
    this.readSettings(session?.user.id ?? null)
    if (!session || !queue) {
      this.told = null
      return
    }
    const due = this.due()
    const { told } = this
    if (!told) {
      this.told = new Set(due.map(({ key }) => key))
      return
    }
    const fresh = due.filter(({ key }) => !told.has(key))
    if (fresh.length === 0 || !this.voice.isHere) return
    const keys = fresh.map(({ key }) => key)
    this.remember(keys)
    this.session.tabs.tell({ news: 'alerted', keys })
    if (!this.isQuiet) this.tell(fresh.filter((one) => !this.isBeforeHer(one)))
  }

  private remember(keys: readonly string[]): void {
    for (const key of keys) this.told?.add(key)
  }

  /** New words of the conversation that she is reading need no alert. */
  private isBeforeHer({ level, item }: Due): boolean {
    return level === 0 && document.hasFocus() && this.session.state.route.handoffId === item.id
  }

  private tell(fresh: readonly Due[]): void {
    const [first] = fresh
    if (!first) return
    const { sound, tune, volume, desktop } = this.session.state.preferences
    const strong = fresh.some(({ level, kind }) => level > 0 || kind === 'pendingUrgent' || kind === 'offer')
    if (sound) playTune(tune, { volume, strong })
    if (!desktop || document.hasFocus()) return
    for (const one of fresh) this.notify(one)
  }

  private notify({ kind, level, since, item }: Due): void {
    const { language } = this.session.state.preferences
    const what = this.t(`alerts.notify.${kind}`)
    const wait = waitInWords(since, serverNow(), { t: this.t, language })
    this.show({
      title: level === 0 ? what : this.t('alerts.notify.still', { what, wait }),
      words: kind === 'reply' ? item.lastText : item.subject || item.lastText,
      tag: `guichet-${item.id}`,
      strong: level > 0,
      onPress: () => this.session.navigate({ view: 'conversation', handoffId: item.id }),
    })
  }

  private show({
    words = '',
    ...notice
  }: {
    title: string
    words?: string
    tag: string
    strong: boolean
    onPress(): void
  }) {
    const body = this.session.state.preferences.desktopWords && words !== '' ? words : this.t('alerts.notify.open')
    showDesktop({ ...notice, body })
  }

  private readSettings(userId: string | null): void {
    if (this.readFor === userId) return
    this.readFor = userId
    this.settings = null
    if (userId === null) void this.push.leave()
    else void this.readSettingsNow(userId)
  }

  private async readSettingsNow(userId: string): Promise<void> {
    try {
      const settings = await this.session.api.ask(pushRoutes.settings)
      if (this.readFor !== userId) return
      this.settings = settings
      setServerClock(settings.now)
      await this.keepPush()
    } catch {
      // Without them alerts follow this computer's clock, and nothing is pushed.
    }
  }

  /** Tells the server what the pushes of this browser follow: after a sign-in, and whenever it has changed. */
  async keepPush(): Promise<void> {
    const { push, language, quiet } = this.session.state.preferences
    const pushKey = this.settings?.pushKey
    if (push && pushKey) await this.push.renew({ pushKey, language, quiet })
  }

  private readonly t: Translate = (key, values) => translator(this.session.state.preferences.language)(key, values)
}
