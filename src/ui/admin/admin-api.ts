import { CallError, StaffApi } from '../kit/staff-api.js'

/**
 * The calls of the administration. One that meets an ended session waits until the same person has signed in again, then is made once more: the page that
 * made it never knows, and loses nothing. Meanwhile no other is sent: whoever else signs in at that page would be taken for its author.
 */
export class AdminApi extends StaffApi {
  /** Asks whoever is there to sign in again. @returns whether the same person did */
  askAgain: (() => Promise<boolean>) | null = null
  /** Why nothing may be written now, for whoever tries; `null`: it may. */
  readsOnly: string | null = null
  #asking: Promise<boolean> | null = null
  /** Readings that wait, by path: a page that reads every second asks once. */
  readonly #waiting = new Map<string, Promise<unknown>>()

  override async call<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T> {
    if (method !== 'GET' && !isOfSession(path)) this.#mayWrite()
    const make = () => super.call<T>(method, path, body)
    const waiting = method === 'GET' ? this.#waiting.get(path) : undefined
    if (waiting) return waiting as Promise<T>
    const hold = (again: Promise<T>) => {
      if (method !== 'GET') return again
      this.#waiting.set(path, again)
      return again.finally(() => this.#waiting.delete(path))
    }
    if (this.#asking && !isOfSession(path)) return hold(this.#afterAsking(this.#asking, make))
    try {
      return await make()
    } catch (error) {
      return hold(this.#again(path, error, make))
    }
  }

  override async sendFile<T>(path: string, file: Blob, type: string): Promise<T> {
    this.#mayWrite()
    const make = () => super.sendFile<T>(path, file, type)
    if (this.#asking) return this.#afterAsking(this.#asking, make)
    try {
      return await make()
    } catch (error) {
      return this.#again(path, error, make)
    }
  }

  /** Sends nothing, but what is about the session, until it is released. @returns releases it */
  hold(): () => void {
    let release = () => {}
    const held = new Promise<boolean>((resolve) => {
      release = () => {
        if (this.#asking === held) this.#asking = null
        resolve(true)
      }
    })
    this.#asking ??= held
    return release
  }

  /** @throws CallError `reads_only`, which was never sent */
  #mayWrite(): void {
    if (this.readsOnly !== null) throw new CallError(403, { code: 'reads_only', detail: this.readsOnly })
  }

  async #afterAsking<T>(asking: Promise<boolean>, make: () => Promise<T>): Promise<T> {
    if (!(await asking)) throw new CallError(401)
    return make()
  }

  async #again<T>(path: string, error: unknown, make: () => Promise<T>): Promise<T> {
    const hasEnded = error instanceof CallError && error.signedOut && !isOfSession(path)
    if (!hasEnded || !this.askAgain) throw error
    this.#asking ??= this.askAgain().finally(() => {
      this.#asking = null
    })
    if (!(await this.#asking)) throw error
    return make()
  }
}

/** Signing in and out, and choosing the commune that is looked at, are not done in the session that has ended. */
function isOfSession(path: string): boolean {
  return path === '/session' || path.startsWith('/session/')
}
