import type { Page } from 'playwright-core'

/** Makes a console say that it is there, and waits until the server has heard it: an answer to what it asked before does not count. */
export async function hear(page: Page): Promise<void> {
  const asked = page.waitForRequest(/agent\/queue(\?|$)/)
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await (await asked).response()
}

/** Well below the time after which an agent whose console is silent is taken for gone. */
const LONGEST_JUMP_MS = 50_000

/**
 * Time passes, in jumps between which these consoles are heard, so that no sweep in between takes their agents for gone.
 * @param jump moves the clock by so many ms
 */
export async function passHeard(ms: number, jump: (ms: number) => void, consoles: readonly Page[]): Promise<void> {
  for (let left = ms; left > 0; left -= LONGEST_JUMP_MS) {
    jump(Math.min(left, LONGEST_JUMP_MS))
    await Promise.all(consoles.map(hear))
  }
}
