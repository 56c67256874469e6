import type { BrowserContext, Locator, Page } from 'playwright-core'
import { openWidget, type Town } from '../../benchmarks/front/town.js'

/** A citizen at the widget of the town's page. */
export interface WidgetCitizen {
  context: BrowserContext
  page: Page
  dialog: Locator
  history: Locator
  /** Types words and sends them, after what she has typed before; they show at once, sent or not. */
  say(text: string): Promise<void>
  call(): Promise<void>
  /** What she and agents have said, as it is read: `citizen: …`, `agent: …`. */
  lines(): Promise<string[]>
}

/** Opens the widget in a browser of the citizen's own. */
export async function sitAtWidget(town: Town): Promise<WidgetCitizen> {
  const context = await town.visit()
  const page = await context.newPage()
  await page.goto(town.address)
  const dialog = await openWidget(page)
  const history = dialog.getByRole('log', { name: 'Messages de la conversation' })
  let typed: Promise<void> = Promise.resolve()
  const type = async (text: string) => {
    await dialog.locator('textarea').fill(text)
    await page.keyboard.press('Enter')
    await history.getByText(text, { exact: true }).waitFor()
  }
  return {
    context,
    page,
    dialog,
    history,
    say(text) {
      typed = typed.then(() => type(text))
      return typed
    },
    async call() {
      await dialog.getByRole('button', { name: 'Parler à un agent' }).first().click()
      await dialog
        .locator('.human')
        .getByText(/la file/)
        .waitFor()
    },
    lines: () =>
      history
        .locator('li.citizen .bubble, li.agent .bubble')
        .evaluateAll((bubbles) =>
          bubbles.map((one) => `${one.closest('li')?.matches('.agent') ? 'agent' : 'citizen'}: ${one.textContent}`),
        ),
  }
}
