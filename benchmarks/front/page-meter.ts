import type { CDPSession, Page } from 'playwright-core'

/** What a page costs so far. */
export interface PageCost {
  /** Bytes of bodies on the wire, compressed as they were. Headers are left out: by HTTP/2, which compresses them, they weigh little. */
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
    const headers = new Map<string, number>()
    session.on('Network.responseReceived', ({ requestId, response }) => {
      headers.set(requestId, response.encodedDataLength)
    })
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      meter.#bytes += encodedDataLength - (headers.get(requestId) ?? 0)
    })
    await session.send('Network.enable')
    await session.send('Performance.enable')
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
    await page.addInitScript(() => {
      const seen = window as unknown as { layoutShift: number }
      seen.layoutShift = 0
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as unknown as { value: number; sources: { node: Node | null }[] }[]) {
          const ofHost = entry.sources.some(({ node }) => (node as Element | null)?.closest?.('header, main, footer'))
          if (ofHost) seen.layoutShift += entry.value
        }
      }).observe({ type: 'layout-shift', buffered: true })
    })
    return meter
  }

  async cost(): Promise<PageCost> {
    const { metrics } = await this.#session.send('Performance.getMetrics')
    const of = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? 0
    // What drives the browser for the measure is no visitor's cost.
    const seconds = of('TaskDuration') - of('DevToolsCommandDuration')
    return { bytes: this.#bytes, mainThreadMs: seconds * 1000 }
  }
}

/** How much the host page's own content has moved by itself: the sum of the layout shifts that moved some of it. */
export function layoutShiftOf(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as { layoutShift: number }).layoutShift)
}
