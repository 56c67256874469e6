import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

/** Tags of the rules that are asked for: WCAG 2.2 AA and RGAA 4. */
export const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'RGAAv4']

/** What axe found with one rule on one page. */
export interface RuleFinding {
  rule: string
  /** RGAA criteria that the rule is about, such as `3.2`. */
  criteria: string[]
  outcome: 'passed' | 'failed' | 'unsure'
  /** The first element concerned. */
  element: string
}

/** Runs axe on a page, open shadow roots included, save the rules `without`. @returns the findings, and the engine with its version */
export async function axeFindings(
  page: Page,
  { without = [] }: { without?: string[] } = {},
): Promise<{ findings: RuleFinding[]; engine: string }> {
  const { passes, violations, incomplete, testEngine } = await new AxeBuilder({ page })
    .withTags(AXE_TAGS)
    .disableRules(without)
    .analyze()
  const groups = { passed: passes, failed: violations, unsure: incomplete }
  const findings = Object.entries(groups).flatMap(([outcome, results]) =>
    results.map(({ id, tags, nodes }) => ({
      rule: id,
      criteria: criteriaOf(tags),
      outcome: outcome as RuleFinding['outcome'],
      element: nodes[0]?.target.flat().join(' ') ?? '',
    })),
  )
  return { findings, engine: `${testEngine.name} ${testEngine.version}` }
}

/** `RGAA-3.2.1` is a test of the criterion `3.2`. */
function criteriaOf(tags: string[]): string[] {
  return [...new Set(tags.flatMap((tag) => /^RGAA-(\d+\.\d+)/.exec(tag)?.[1] ?? []))]
}
