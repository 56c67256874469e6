import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { launchBrowser } from '../../benchmarks/front/launch-browser.js'
import { startTestServer, type TestServer } from '../platform/http/harness.js'

let server: TestServer
let browser: Browser
let home: string

beforeAll(async () => {
  server = await startTestServer({
    config: { publicUrl: 'https://guichet.agglo.example', publicDir: 'public' },
    communes: [{ id: 'belmont', nom: 'Belmont', publicUrl: 'https://chat.belmont.example' }],
    entries: ['acte-naissance-copie'],
  })
  home = `http://chat.belmont.example:${new URL(server.url).port}`
  // As where the proxy speaks TLS for it.
  const secure = `--unsafely-treat-insecure-origin-as-secure=${home}`
  browser = await launchBrowser(['--host-resolver-rules=MAP chat.belmont.example 127.0.0.1', secure])
})
afterAll(() => Promise.all([browser?.close(), server?.stop()]))

it('by its own name a commune answers in the chat and without script, on the narrowest screen, and nothing is refused', async () => {
  const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 320, height: 640 } })
  const faults: string[] = []
  const page = await context.newPage()
  page.on('pageerror', ({ message }) => faults.push(message))
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
  // A stream ends with the page that reads it.
  page.on('requestfailed', (request) => /\/events\b/.test(request.url()) || faults.push(`failed ${request.url()}`))
  page.on('response', (response) => response.status() >= 400 && faults.push(`${response.status()} ${response.url()}`))
  page.on('request', (request) => new URL(request.url()).origin === home || faults.push(`elsewhere ${request.url()}`))
  const width = () => page.evaluate(() => document.documentElement.scrollWidth)
  await page.goto(`${home}/`)
  expect(page.url()).toBe(`${home}/chat`)
  await page.getByRole('textbox').fill('acte de naissance')
  await page.getByRole('textbox').press('Enter')
  await page
    .getByRole('log')
    .getByText(/acte de naissance/i)
    .nth(1)
    .waitFor()
  expect(await page.title()).toContain('Belmont')
  expect(await width()).toBeLessThanOrEqual(320)
  await page.goto(`${home}/sans-script?langue=fr`)
  await page.fill('textarea', 'acte de naissance')
  await page.click('form:has(textarea) button')
  await page.waitForURL(/sans-script\/.+/)
  expect(await page.textContent('main')).toMatch(/acte de naissance/i)
  expect(await width()).toBeLessThanOrEqual(320)
  await page.goto(`${home}/fiche/acte-naissance-copie`)
  expect(await page.textContent('body')).toContain('chat.belmont.example/fiche/acte-naissance-copie')
  expect([faults, await context.cookies()]).toEqual([[], []])
  await context.close()
}, 120_000)
