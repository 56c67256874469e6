import type { BrowserContext } from 'playwright-core'
import type { Look } from './looks.js'
import type { Stage } from './scene.js'
import { OPEN, openConsole, openTown, type Town } from './town.js'

/** A town for many scenes: each signs in and begins a conversation anew, more often than any person. */
export function openStageTown(): Promise<Town> {
  return openTown(OPEN, {
    environment: { GUICHET_RATE_SIGN_IN_PER_MINUTE: '1000000', GUICHET_RATE_STARTS_PER_10MIN: '1000000' },
  })
}

/** A stage in one look; closing it closes every window that the scene opened. */
export function openStage(town: Town, look: Look): Stage & { close(): Promise<void> } {
  const contexts: BrowserContext[] = []
  const open = async (options: Parameters<Town['visit']>[0]) => {
    const context = await town.visit(options)
    contexts.push(context)
    // The town's own clock: a console that compares the two would say that everybody has waited since the day before.
    await context.clock.setSystemTime(OPEN)
    return context.newPage()
  }
  return {
    town,
    page: (options = {}) => open({ ...look.options, ...options }),
    async agent() {
      const page = await open({})
      await openConsole(page, town.address, 'accueil@villebourg.example')
      await page.getByText('Disponible', { exact: true }).first().click()
      return page
    },
    async close() {
      await Promise.all(contexts.map((context) => context.close()))
    },
  }
}
