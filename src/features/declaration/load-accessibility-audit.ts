import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { AccessibilityAudit } from './accessibility-audit.js'

const count = z.number().int().min(0)
const criteria = z.array(z.string().regex(/^\d+\.\d+$/))

const auditFile: z.ZodType<AccessibilityAudit> = z.strictObject({
  on: z.iso.date(),
  tools: z.array(z.string()),
  scenes: z.array(z.string()),
  looks: z.array(z.string()),
  criteria: z.array(z.strictObject({ id: z.string(), passed: count, failed: count, unsure: count })),
  checks: z.array(
    z.strictObject({
      id: z.enum(['reflow', 'zoom', 'spacing', 'focus', 'keyboard', 'motion']),
      criteria,
      made: count,
      failed: count,
    }),
  ),
  faults: z.array(z.strictObject({ rule: z.string(), criteria, where: z.string(), element: z.string() })),
})

/**
 * Reads `<knowledgeDir>/accessibility/audit.json`, which `npm run bench -- audit` writes; `null` when there is none.
 * @throws when the file is not an audit
 */
export async function loadAccessibilityAudit(knowledgeDir: string): Promise<AccessibilityAudit | null> {
  const text = await readFile(join(knowledgeDir, 'accessibility', 'audit.json'), 'utf8').catch(() => null)
  return text === null ? null : auditFile.parse(JSON.parse(text))
}
