import { afterAll, afterEach, beforeAll, expect } from '@jest/globals'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { launchBrowser } from '../../../benchmarks/front/launch-browser.js'
import { fillSignIn } from '../../../benchmarks/front/sign-in.js'
import { FakeStaffServer, STAFF } from './fake-staff-server.js'

/** A fake town hall with a browser at its counter. */
export interface Counter {
  server: FakeStaffServer
  address: string
  browser: Browser
  /** Violations of the content policy and uncaught errors of every page so far. */
  faults: string[]
  /** A page of its own browser context. */
  open(path: string, options?: BrowserContextOptions): Promise<Page>
  /** The console with an agent signed in. */
  signIn(who?: keyof typeof STAFF, options?: BrowserContextOptions): Promise<Page>
  /** Closes every page. */
  clear(): Promise<void>
  close(): Promise<void>
}

/** Starts the fake server, with the pages that were built, and a browser. */
async function openCounter(): Promise<Counter> {
  const server = new FakeStaffServer()
  const address = await server.listen()
  const browser = await launchBrowser()
  const faults: string[] = []
  const open = async (path: string, options: BrowserContextOptions = {}) => {
    const context = await browser.newContext({
      locale: 'fr-FR',
      timezoneId: 'Europe/Paris',
      viewport: { width: 1280, height: 800 },
      ...options,
    })
    const page = await context.newPage()
    page.setDefaultTimeout(30_000)
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('console', (message) => {
      if (/Content Security Policy|TrustedHTML/i.test(message.text())) faults.push(message.text())
    })
    await page.goto(address + path)
    return page
  }
  return {
    server,
    address,
    browser,
    faults,
    open,
    async signIn(who = 'claire', options = {}) {
      const page = await open('/console', options)
      await fillSignIn(page, STAFF[who].email)
      await page.getByRole('heading', { name: 'File d’attente' }).waitFor({ state: 'attached' })
      return page
    },
    async clear() {
      await Promise.all(browser.contexts().map((context) => context.close()))
      server.reset()
    },
    async close() {
      await browser.close()
      await server.close()
    },
  }
}

/** A counter for all tests of a file: every page is closed after each, and nothing may have gone wrong on them. It is there once the tests run. */
export function counterForTests(): Counter {
  const counter = {} as Counter
  beforeAll(async () => {
    Object.assign(counter, await openCounter())
  })
  afterEach(async () => {
    await counter.clear()
    // Each test is told of its own alone.
    expect(counter.faults.splice(0)).toEqual([])
  })
  afterAll(() => counter.close?.())
  return counter
}
