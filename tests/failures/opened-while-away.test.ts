import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Browser, Locator, Page } from 'playwright-core'
import { launchBrowser } from '../../benchmarks/front/launch-browser.js'
import { openWidget } from '../../benchmarks/front/town.js'
import type { PostgresServer } from '../../benchmarks/store/postgres-server.js'
import { startOwnServer } from '../postgres/postgres-server.js'
import { makeWorkplace, RealServer, removeWorkplace, type Workplace } from './real-server.js'

let workplace: Workplace
let database: PostgresServer
let server: RealServer
let browser: Browser

beforeAll(async () => {
  ;[database, workplace] = [await startOwnServer(), await makeWorkplace()]
  server = await RealServer.start({
    ...workplace,
    dataDir: path.join(workplace.folder, 'away'),
    settings: { DATABASE_URL: database.urlOf('postgres') },
  })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.kill('SIGKILL')
  if (workplace) await removeWorkplace(workplace)
  await database?.end().catch(() => {})
})

/** The widget of a visitor who comes while nothing can be stored, on a phone. */
async function openCold(): Promise<{ page: Page; dialog: Locator }> {
  const context = await browser.newContext({ locale: 'fr-FR', viewport: { width: 320, height: 640 } })
  context.setDefaultTimeout(30_000)
  const page = await context.newPage()
  await page.goto(server.url)
  return { page, dialog: await openWidget(page) }
}

describe('the widget opened while the database is away', () => {
  it('says whom to phone, and goes on by itself once it is back, with what was typed and what was sent', async () => {
    await database.end()
    const [reader, writer] = [await openCold(), await openCold()]
    for (const { dialog } of [reader, writer]) {
      await dialog.getByText('Si c’est urgent, appelez la mairie').first().waitFor()
      expect(await dialog.getByRole('link', { name: /^02/ }).first().getAttribute('href')).toMatch(/^tel:02\d{8}$/)
      await dialog.getByText('Connexion perdue, nouvelle tentative…').waitFor()
    }
    await reader.dialog.getByRole('textbox').fill('acte de naiss')
    await writer.dialog.getByRole('textbox').fill('acte de naissance')
    await writer.page.keyboard.press('Enter')
    await writer.dialog.getByText('En attente').waitFor()

    await database.startAgain()
    // Nothing is pressed.
    await reader.dialog.getByText('Questions fréquentes').waitFor()
    expect(await reader.dialog.getByRole('textbox').inputValue()).toBe('acte de naiss')
    await writer.dialog.getByRole('log').locator('li.assistant').first().waitFor()
    expect(await writer.dialog.getByRole('log').getByText('acte de naissance', { exact: true }).count()).toBe(1)
    expect(
      await writer.dialog.getByRole('button', { name: /^(Parler à un agent|Laisser un message)$/ }).count(),
    ).toBeGreaterThan(0)
  })
})
