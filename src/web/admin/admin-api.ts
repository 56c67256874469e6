import { CallError, StaffApi } from '../console/staff-api.js'

/**
 * The calls of the administration. One that meets an ended session waits until the same person has signed in again, then is made once more: the page that
 * made it never knows, and loses nothing.
 */
export class AdminApi extends StaffApi {
  /** Asks whoever is there to sign in again. @returns whether the same person did */
  askAgain: (() => Promise<boolean>) | null = null
  #asking: Promise<boolean> | null = null
  /** Readings that wait, by path: a page that reads every second asks once. */
  readonly #waiting = new Map<string, Promise<unknown>>()

  override async call<T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<T> {
    const waiting = method === 'GET' ? this.#waiting.get(path) : undefined
    if (waiting) return waiting as Promise<T>
    try {
      return await super.call<T>(method, path, body)
    } catch (error) {
      const again = this.#again(path, error, () => super.call<T>(method, path, body))
      if (method !== 'GET') return again
      this.#waiting.set(path, again)
      return again.finally(() => this.#waiting.delete(path))
    }
  }

  override async sendFile<T>(path: string, file: Blob, type: string): Promise<T> {
    try {
      return await super.sendFile<T>(path, file, type)
    } catch (error) {
      return this.#again(path, error, () => super.sendFile<T>(path, file, type))
    }
  }

  async #again<T>(path: string, error: unknown, make: () => Promise<T>): Promise<T> {
    // Signing in and out is not done in a session.
    const hasEnded = error instanceof CallError && error.signedOut && path !== '/session'
    if (!hasEnded || !this.askAgain) throw error
    this.#asking ??= this.askAgain().finally(() => {
      this.#asking = null
    })
    if (!(await this.#asking)) throw error
    return make()
  }
}
