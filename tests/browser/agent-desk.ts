import type { Locator, Page } from 'playwright-core'
import { openConsole, type Town } from '../../benchmarks/front/town.js'
import { type Cable, layCable } from './cable.js'

/** An agent at her console, behind a cable of her own. */
export interface AgentDesk {
  name: string
  page: Page
  cable: Cable
  /** What she has said in the open conversation and the server does not have yet. */
  unsent: Locator
  /** Opens a request of the queue by its reference. */
  open(reference: string): Promise<void>
  /** Answers in the open conversation; the words show at once, sent or not. */
  say(text: string): Promise<void>
  /** What was said in the open conversation by its citizen and agents, as it is read: `citizen: …`, `agent: …`. */
  lines(): Promise<string[]>
}

/** Signs an agent of the demonstration in, available. */
export async function sitAtDesk(town: Town, name: string, account: string): Promise<AgentDesk> {
  const cable = await layCable(town.address)
  const page = await (await town.visit()).newPage()
  await openConsole(page, cable.address, `${account}@villebourg.example`)
  await page.getByText('Disponible', { exact: true }).first().click()
  await page.getByRole('radio', { name: 'Disponible', checked: true }).waitFor({ state: 'attached' })
  const thread = page.getByRole('region', { name: 'Messages de la conversation' })
  return {
    name,
    page,
    cable,
    unsent: thread.locator('.outgoing'),
    async open(reference) {
      const row = page.locator('#queue .row').filter({ hasText: reference })
      const elsewhere = page.getByRole('button', { name: /^Chez les collègues/ })
      // What a colleague holds is one press further.
      const isFolded = async () => (await elsewhere.getAttribute('aria-expanded')) === 'false'
      await elsewhere.waitFor()
      if ((await row.count()) === 0 && (await isFolded())) await elsewhere.click()
      await row.locator('.row-open').click()
      await page.locator('#queue .row.selected').filter({ hasText: reference }).waitFor()
      await thread.waitFor()
    },
    async say(text) {
      await page.getByLabel('Votre réponse').fill(text)
      await page.getByLabel('Votre réponse').press('Control+Enter')
      await thread.getByText(text, { exact: true }).waitFor()
    },
    lines: () =>
      thread
        .locator('.message.citizen .words, .message.agent .words')
        .evaluateAll((words) =>
          words.map((one) => `${one.closest('li')?.matches('.agent') ? 'agent' : 'citizen'}: ${one.textContent}`),
        ),
  }
}
