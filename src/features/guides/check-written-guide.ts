import { findGuideFaults, type GuideRule } from './check-guide.js'
import { GUIDE_LENGTHS, type WrittenGuide } from './guide.js'
import { writtenGuide } from './guide-shape.js'

/** What may keep a guide from being published, beside {@link GuideRule}. */
export type WrittenGuideRule = GuideRule | 'text_empty' | 'text_long' | 'entry_unknown'

/** A fault of a written guide. */
export interface WrittenGuideFault {
  /** Path in the guide. */
  field: string
  rule: WrittenGuideRule
  parameters: Record<string, string>
}

/**
 * Everything that must be mended in a guide before it is published: the lengths and names that its file would be held to, then where its answers lead. Pure.
 * @param entryIds entries that it may lead to
 */
export function checkWrittenGuide(guide: WrittenGuide, entryIds: ReadonlySet<string>): WrittenGuideFault[] {
  const read = writtenGuide.safeParse(guide)
  const shape = read.success ? [] : read.error.issues.map(({ path, code }) => shapeFault(path, code))
  const ends = [...guide.branches.map((branch, at) => [`branches.${at}`, branch] as const)]
  const unknown = [...ends, ['otherwise', guide.otherwise] as const]
    .filter(([, { entryId }]) => !entryIds.has(entryId))
    .map(([field]): WrittenGuideFault => ({ field: `${field}.entryId`, rule: 'entry_unknown', parameters: {} }))
  const named = shape.filter(({ field }) => !unknown.some((one) => one.field === field))
  return [...named, ...unknown, ...findGuideFaults(guide)]
}

function shapeFault(path: readonly PropertyKey[], code: string): WrittenGuideFault {
  const field = path.map(String).join('.')
  const name = String(path.at(-1))
  if (code !== 'too_big') return { field, rule: 'text_empty', parameters: {} }
  const most = GUIDE_LENGTHS[name as keyof typeof GUIDE_LENGTHS] ?? 40
  return { field, rule: 'text_long', parameters: { most: String(most) } }
}
