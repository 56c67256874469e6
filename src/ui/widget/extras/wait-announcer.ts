/** The first news of a wait comes after what the town hall says of the request, in ms. */
const FIRST_AFTER_MS = 3_000
/** Time between two announcements at least, in ms. */
const BETWEEN_MS = 30_000

/** Tells screen readers where a wait stands: only when it has changed, the latest news only, and not too often. */
export class WaitAnnouncer {
  readonly #announce: (sentence: string) => void
  #told = ''
  #latest = ''
  #quietUntil = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(announce: (sentence: string) => void) {
    this.#announce = announce
  }

  /** Takes the news; empty, the wait is over and nothing more is said of it. */
  hear(sentence: string): void {
    if (sentence === this.#latest) return
    if (!sentence) {
      this.stop()
      return
    }
    if (this.#latest === '') this.#quietUntil = Math.max(this.#quietUntil, Date.now() + FIRST_AFTER_MS)
    this.#latest = sentence
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#tell(), Math.max(0, this.#quietUntil - Date.now()))
  }

  /** Says nothing more until another wait begins. */
  stop(): void {
    clearTimeout(this.#timer)
    this.#told = ''
    this.#latest = ''
  }

  #tell(): void {
    if (this.#latest === this.#told) return
    this.#told = this.#latest
    this.#quietUntil = Date.now() + BETWEEN_MS
    this.#announce(this.#latest)
  }
}
