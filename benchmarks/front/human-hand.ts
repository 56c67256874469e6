import type { Locator, Page } from 'playwright-core'

/**
 * Operators of the keystroke-level model (Card, Moran and Newell, 1980), ms: `key` of an average typist who is no secretary, `point` at something with
 * the mouse, `press` of its button, `home` of a hand from the mouse to the keyboard and back, `think` before an act that is not yet a habit.
 */
export const OPERATORS_MS = { key: 280, point: 1100, press: 200, home: 400, think: 1350 } as const

/** Somebody at a console: she reads, thinks, points and types at the pace of a person, with real keys and a real mouse. */
export class HumanHand {
  private hand: 'mouse' | 'keys' = 'mouse'

  constructor(
    private readonly page: Page,
    private readonly pace: { wordsPerMinute: number; keyMs: number },
  ) {}

  /** Reads what is shown, or what is written in a field. */
  async read(what: Locator): Promise<void> {
    await what.waitFor()
    const isField = await what.evaluate((shown) => shown instanceof HTMLTextAreaElement)
    // biome-ignore lint/performance/useDomNodeTextContent: what is not shown is not read
    const text = await (isField ? what.inputValue() : what.innerText())
    const words = text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length
    await this.page.waitForTimeout((words / this.pace.wordsPerMinute) * 60_000)
  }

  async think(): Promise<void> {
    await this.page.waitForTimeout(OPERATORS_MS.think)
  }

  /** Points at something and presses the mouse's button. */
  async click(what: Locator): Promise<void> {
    await this.to('mouse')
    await this.page.waitForTimeout(OPERATORS_MS.point + OPERATORS_MS.press)
    await what.click()
  }

  /** Presses keys one after the other: `Alt+Digit1` is two. */
  async press(...keys: string[]): Promise<void> {
    await this.to('keys')
    for (const key of keys) {
      await this.page.waitForTimeout(key.split('+').length * this.pace.keyMs)
      await this.page.keyboard.press(key)
    }
  }

  /** Types a text, key by key. */
  async type(text: string): Promise<void> {
    await this.to('keys')
    for (const letter of text) {
      await this.page.waitForTimeout(this.pace.keyMs)
      await this.page.keyboard.type(letter)
    }
  }

  private async to(hand: 'mouse' | 'keys'): Promise<void> {
    if (this.hand !== hand) await this.page.waitForTimeout(OPERATORS_MS.home)
    this.hand = hand
  }
}
