import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { Overrides } from '../../src/app.js'
import { readConfig } from '../../src/config.js'
import { SILENT_LOGGER } from '../../src/log.js'
import { type Running, startServer } from '../../src/main.js'
import { launchBrowser } from './launch-browser.js'
import { fillSignIn } from './sign-in.js'

/** Tuesday morning: the reception is open. */
export const OPEN = '2026-11-24T10:00:00+01:00'

/** How long a step may wait for what it expects, on a busy machine. */
const WAIT_MS = 30_000

/** The real server on a free port, with the real content, model and store, and a real browser. */
export interface Town {
  address: string
  /** The server that runs now. */
  running: Running
  browser: Browser
  /** A visitor of her own: nothing is shared with the others. Every request is recorded. */
  visit(options?: Parameters<Browser['newContext']>[0]): Promise<BrowserContext>
  /** Addresses of every request of every visitor so far. */
  requests: string[]
  /** Errors that any page's console showed, content policy violations among them. */
  errors: string[]
  /** Stops the server and starts it again, at the same address and on the same data; `meanwhile` happens while nothing answers. */
  restart(meanwhile?: () => Promise<void>): Promise<void>
  close(): Promise<void>
}

/** What a town may have of its own. */
export interface TownOptions {
  /** Variables of the environment, over the usual ones. */
  environment?: Record<string, string>
  /** Parts in place of the real ones: a clock. */
  overrides?: Overrides
}

/** Opens a town whose clock starts at an instant; the demonstration's accounts exist. */
export async function openTown(
  clock: string = OPEN,
  { environment = {}, overrides = {} }: TownOptions = {},
): Promise<Town> {
  const dataDir = await mkdtemp(join(tmpdir(), 'guichet-town-'))
  const start = async (port: string) => {
    const config = readConfig({
      PORT: port,
      GUICHET_DATA_DIR: dataDir,
      GUICHET_DEMONSTRATION_CLOCK: clock,
      ...environment,
    })
    const running = await startServer(config, { logger: SILENT_LOGGER, ...overrides })
    await running.app.modelSettled
    return running
  }
  const running = await start('0')
  const browser = await launchBrowser()
  const requests: string[] = []
  const errors: string[] = []
  const town: Town = {
    address: running.address,
    running,
    browser,
    requests,
    errors,
    async visit(options = {}) {
      const context = await browser.newContext({ locale: 'fr-FR', timezoneId: 'Europe/Paris', ...options })
      // Shorter than a test's own limit, so that a failure names what it waited for.
      context.setDefaultTimeout(WAIT_MS)
      context.on('request', (request) => requests.push(request.url()))
      context.on('page', (page: Page) => {
        page.on('console', (message) => {
          if (message.type() === 'error') errors.push(message.text())
        })
        page.on('pageerror', (error) => errors.push(error.message))
      })
      return context
    },
    async restart(meanwhile = async () => {}) {
      await town.running.stop()
      await meanwhile()
      town.running = await start(new URL(town.address).port)
    },
    async close() {
      await browser.close()
      await town.running.stop()
      // Who keeps a closed town does not keep its content.
      Reflect.deleteProperty(town, 'running')
      await rm(dataDir, { recursive: true, force: true })
    },
  }
  return town
}

/** The widget of a page, opened; after a reload it is so by itself, where a conversation had begun. */
export async function openWidget(page: Page) {
  const launcher = page.getByRole('button', { name: 'Poser une question à la mairie' })
  const dialog = page.getByRole('dialog')
  await launcher.or(dialog).first().waitFor()
  if (await launcher.isVisible()) await launcher.click()
  await dialog.waitFor()
  return dialog
}

/** Signs an agent of the demonstration in, and makes her available. */
export async function openConsole(page: Page, address: string, email: string): Promise<void> {
  await page.goto(`${address}/console`)
  await fillSignIn(page, email)
  await page.getByRole('heading', { name: 'File d’attente' }).waitFor()
}
