import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { AXE_TAGS } from '../../benchmarks/front/axe-findings.js'

export interface Examined {
  /** Tags of the rules; `null`: every rule, those of good practice too. */
  tags?: string[] | null
  /** Rules that mean nothing here. */
  without?: string[]
}

/** What axe finds at fault in a page as it stands: the rule, the element, and why. */
export async function accessibilityFaults(
  page: Page,
  { tags = AXE_TAGS, without = [] }: Examined = {},
): Promise<string[]> {
  const isThere = await page.evaluate(() => 'axe' in window)
  // The engine is read once a page: half a megabyte, which is most of what a small page would cost.
  const builder = new AxeBuilder({ page, ...(isThere && isAlone(page) ? { axeSource: 'void 0' } : {}) })
    // Nothing is told of what is sound, and a page without frames has nothing to gather from others.
    .options({ resultTypes: ['violations'], ...(tags ? { runOnly: { type: 'tag', values: tags } } : {}) })
    .setLegacyMode(isAlone(page))
  if (without.length > 0) builder.disableRules(without)
  const { violations } = await builder.analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, html, failureSummary }) => `${id}: ${target} ${html.slice(0, 160)} ${failureSummary}`),
  )
}

const isAlone = (page: Page) => page.frames().length === 1
