import type { CDPSession, Page } from 'playwright-core'

/** What a page costs so far. */
export interface PageCost {
  /** Bytes on the wire, headers included, as the browser received them. */
  bytes: number
  /** Time of the main thread's tasks, ms. */
  mainThreadMs: number
}

/** Measures a page from before it is loaded. */
export class PageMeter {
  #bytes = 0
  readonly #session: CDPSession

  private constructor(session: CDPSession) {
    this.#session = session
  }

  /** @param slowdown how many times slower the processor is made */
  static async on(page: Page, slowdown: number): Promise<PageMeter> {
    const session = await page.context().newCDPSession(page)
    const meter = new PageMeter(session)
    session.on('Network.loadingFinished', ({ encodedDataLength }) => {
      meter.#bytes += encodedDataLength
    })
    await session.send('Network.enable')
    await session.send('Performance.enable')
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
    await page.addInitScript(() => {
      const seen = window as unknown as { layoutShift: number }
      seen.layoutShift = 0
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) seen.layoutShift += (entry as unknown as { value: number }).value
      }).observe({ type: 'layout-shift', buffered: true })
    })
    return meter
  }

  async cost(): Promise<PageCost> {
    const { metrics } = await this.#session.send('Performance.getMetrics')
    const seconds = metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0
    return { bytes: this.#bytes, mainThreadMs: seconds * 1000 }
  }
}

/** How much the page's content has moved by itself: the sum of its layout shifts. */
export function layoutShiftOf(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as { layoutShift: number }).layoutShift)
}
