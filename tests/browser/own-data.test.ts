import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { Browser, Locator, Page } from 'playwright-core'
import { launchBrowser } from '../../benchmarks/front/launch-browser.js'
import { openWidget } from '../../benchmarks/front/town.js'
import type { OwnData } from '../../src/features/conversations/own-data.js'
import { startTestServer, type TestServer } from '../platform/http/harness.js'
import { expectFocus } from './expect-focus.js'

let server: TestServer
let browser: Browser
beforeAll(async () => {
  server = await startTestServer({ config: { publicDir: resolve('public') } })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

interface Visitor {
  page: Page
  dialog: Locator
  /** Her conversation, as her browser keeps it. */
  id: string
}

/** Somebody who has asked something, in a browser of her own. */
async function asks(question: string, width: number): Promise<Visitor> {
  const context = await browser.newContext({ locale: 'fr-FR', viewport: { width, height: 640 } })
  context.setDefaultTimeout(30_000)
  const page = await context.newPage()
  await page.goto(server.url)
  const dialog = await openWidget(page)
  await dialog.getByRole('textbox').fill(question)
  await page.keyboard.press('Enter')
  await dialog.getByRole('log').locator('li.assistant').nth(1).waitFor()
  const id = await page.evaluate(() =>
    Object.values(localStorage)
      .map((value) => /"conversationId":"([^"]+)"/.exec(String(value))?.[1])
      .find(Boolean),
  )
  return { page, dialog, id: String(id) }
}

/** Opens the way to keep a trace, and downloads everything, by keys. */
async function download({ page, dialog }: Visitor) {
  await dialog.getByRole('button', { name: 'Options' }).press('Enter')
  await dialog.getByRole('button', { name: 'Garder une trace de la conversation' }).press('Enter')
  const button = dialog.getByRole('button', { name: 'Télécharger tout ce qui est conservé' })
  await button.waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
    page.viewportSize()?.width ?? 0,
  )
  const { width = 0, x = 0 } = (await button.boundingBox()) ?? {}
  expect(x + width).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0)
  await button.focus()
  const [arrived] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
  await dialog.getByRole('status').filter({ hasText: /\p{L}/u }).first().waitFor()
  await expectFocus(button)
  const text = await readFile((await arrived.path()) ?? '', 'utf8')
  return { name: arrived.suggestedFilename(), text, data: JSON.parse(text) as OwnData }
}

it.each([320, 1280])(
  'a copy of one’s own data is saved as a file, at %i pixels: hers whole, and nothing of another',
  async (width) => {
    const hers = await asks(`horaires de la piscine ${width} svp`, width)
    const other = await asks(`tarif du cimetière ${width} svp`, width)
    for (const [one, own, foreign] of [
      [hers, 'piscine', 'cimetière'],
      [other, 'cimetière', 'piscine'],
    ] as const) {
      const { name, text, data } = await download(one)
      expect(name).toMatch(/\.json$/)
      expect(data.conversation.id).toBe(one.id)
      expect(data.messages).toEqual(await server.store.listMessages(one.id, 0))
      expect(data.messages.map(({ payload }) => JSON.stringify(payload)).join()).toContain(own)
      expect(text).not.toContain(`${foreign} ${width} svp`)
      expect(text).not.toContain(one === hers ? other.id : hers.id)
    }
  },
)
