import { resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { launchBrowser } from '../../benchmarks/front/launch-browser.js'
import { hashSecret, newSecret } from '../../src/platform/http/secrets.js'
import type { Citizen } from '../platform/http/clients.js'
import { AGENT, startTestServer, type TestServer } from '../platform/http/harness.js'
import { accessibilityFaults } from './accessibility-faults.js'

let server: TestServer
let browser: Browser
beforeAll(async () => {
  server = await startTestServer({ entries: ['carte-identite'], config: { publicDir: resolve('public') } })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

/** What an agent was told of a message that a citizen left. @returns the address of her link */
async function told(citizen: Citizen): Promise<string> {
  const text = 'Où est la crèche ?'
  await citizen.call('POST', '/handoff', { kind: 'message', name: 'Jeanne', email: 'jeanne@exemple.fr', text })
  const [agent] = await server.store.findUsersByEmail(AGENT)
  const handoff = await server.store.findOpenHandoff(citizen.id)
  const [secret, at] = [newSecret(), server.clock.now().toISOString()]
  await server.store.noteTold({
    ...{ id: newSecret(), userId: agent?.id ?? '', communeId: 'villebourg', handoffId: handoff?.id ?? '' },
    ...{ way: 'mail', language: 'fr', about: at, at, expiresAt: '2027-01-01T00:00:00.000Z' },
    ...{ linkHash: hashSecret(secret), tokenHash: hashSecret(newSecret()), generation: agent?.generation ?? 0 },
  })
  return `${server.url}/repondre#lien=${secret}`
}

/** No accessibility fault, and nothing wider than the screen. */
async function expectSound(page: Page): Promise<void> {
  expect(await accessibilityFaults(page)).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
}

it('opens by a press, reads, answers and ends a request on a phone, and nothing after', async () => {
  const citizen = await server.startConversation({ communeId: 'villebourg' })
  const link = await told(citizen)
  const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 320, height: 640 } })
  context.setDefaultTimeout(30_000)
  const page = await context.newPage()
  await page.goto(link)
  const press = page.getByRole('button', { name: 'Ouvrir la demande' })
  await press.waitFor()
  await expectSound(page)
  // To be read uses nothing: the link still opens when it is looked at again.
  await page.reload()
  await press.click()
  await page.getByText('Où est la crèche ?').first().waitFor()
  expect(page.url()).not.toContain('lien=')
  await expectSound(page)
  // A page that is read again is still let in.
  await page.reload()
  await page.getByLabel('Votre réponse').fill('Rue Haute.')
  await page.getByRole('button', { name: 'Envoyer' }).click()
  await page.getByText('Votre réponse est envoyée.').waitFor()
  expect(await citizen.texts()).toContain('Rue Haute.')
  await page.getByText('Terminer la demande').click()
  await expectSound(page)
  await page.getByRole('button', { name: 'Traitée' }).click()
  await page.getByRole('heading', { name: 'La demande est terminée' }).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: 'Cette page ne sert plus' }).waitFor()
  await page.goto(link)
  await page.reload()
  await press.click()
  await page.getByRole('alert').waitFor()
  await context.close()
})
