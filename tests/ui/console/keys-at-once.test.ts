import { beforeEach, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { eventually } from '../../browser/eventually.js'
import { counterForTests } from './counter.js'

const counter = counterForTests()
let page: Page
beforeEach(async () => {
  counter.server.add('talk', { status: 'assigned', agentId: 'claire', agentName: 'Claire' })
  counter.server.citizenSays('talk', 'comment inscrire mon fils à la cantine ?')
  page = await counter.signIn()
})

/** Presses a key at the very moment at which something shows, before the browser has drawn it. */
function pressOnceShown(selector: string, key: Pick<KeyboardEventInit, 'key' | 'code' | 'altKey'>): Promise<void> {
  return page.evaluate(
    ([shown, pressed]) => {
      const observer = new MutationObserver(() => {
        if (!document.querySelector(shown)) return
        observer.disconnect()
        document.activeElement?.dispatchEvent(
          new KeyboardEvent('keydown', { ...pressed, bubbles: true, cancelable: true }),
        )
      })
      observer.observe(document, { subtree: true, childList: true, attributes: true })
    },
    [selector, key] as const,
  )
}

const openTalk = () =>
  page
    .getByRole('listitem')
    .getByRole('button', { name: /cantine/ })
    .first()
    .click()

describe('keys pressed as soon as what they act on shows', () => {
  it('insert the entry that is proposed', async () => {
    await pressOnceShown('.chip.proposed', { code: 'Digit1', altKey: true })
    await openTalk()
    await page.getByRole('region', { name: 'Propositions' }).getByText(/94\s%/).waitFor()
    expect(await page.getByLabel('Votre réponse').inputValue()).toMatch(/^Inscrire un enfant à la cantine/)
  })

  it('turn the answer into a note', async () => {
    await pressOnceShown('#answer', { code: 'KeyO', altKey: true })
    await openTalk()
    await page.locator('#answer').waitFor()
    await eventually(() => page.locator('label[for=answer]').textContent(), 'Votre note, pour les collègues')
  })

  it('close a menu', async () => {
    await pressOnceShown('#team:not([hidden])', { key: 'Escape' })
    await page.getByRole('button', { name: 'Voir vos collègues' }).click()
    expect(await page.locator('#team').isHidden()).toBe(true)
  })
})
