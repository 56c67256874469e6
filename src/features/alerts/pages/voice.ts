const NAME = 'guichet-console:voice'
const GESTURES = ['pointerdown', 'keydown'] as const

/**
 * Which of the tabs of a browser sounds and notifies: the one that was touched last, since a browser lets only pages that were touched
 * be heard; when it is closed or crashes, the browser passes the word to another one. Where there are no locks, each tab speaks for itself.
 */
export class Voice {
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
