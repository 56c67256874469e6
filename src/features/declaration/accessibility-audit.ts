import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

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

/** A criterion of the RGAA 4.1, `theme.number`, as an audit by a machine found it. */
export interface AuditedCriterion {
  /** Such as `3.2`. */
  id: string
  /** How many times a rule about it was kept, over all scenes and looks. */
  passed: number
  /** How many times one was broken. */
  failed: number
  /** How many times the machine could not tell. */
  unsure: number
}

/** A fault that the machine found, in the words of its rule. */
export interface AuditFault {
  /** The rule or check, such as `color-contrast`. */
  rule: string
  criteria: string[]
  /** Scene and look, by their names in French. */
  where: string
  /** The first element at fault, as a selector. */
  element: string
}

/** A check beside the rules: it was made `made` times, and failed at `failed` of them. */
export interface AuditCheck {
  id: AuditCheckId
  criteria: string[]
  made: number
  failed: number
}

/** What is checked beside the rules of the engine. */
export type AuditCheckId = 'reflow' | 'zoom' | 'spacing' | 'focus' | 'keyboard' | 'motion'

/** What a machine found on every page and state, and with what: the source of the declaration of accessibility. */
export interface AccessibilityAudit {
  /** ISO day. */
  on: string
  /** Names and versions: browser, rules. */
  tools: string[]
  /** Names in French of the pages and states, and of the looks in which each was examined. */
  scenes: string[]
  looks: string[]
  criteria: AuditedCriterion[]
  checks: AuditCheck[]
  faults: AuditFault[]
}

/** A theme of the RGAA 4.1, with how many criteria it has (https://accessibilite.numerique.gouv.fr/methode/criteres-et-tests/, Licence Ouverte 2.0). */
interface RgaaTheme {
  number: number
  fr: string
  criteria: number
}

/** The thirteen themes, 106 criteria in all. */
export const RGAA_THEMES: RgaaTheme[] = [
  { number: 1, fr: 'Images', criteria: 9 },
  { number: 2, fr: 'Cadres', criteria: 2 },
  { number: 3, fr: 'Couleurs', criteria: 3 },
  { number: 4, fr: 'Multimédia', criteria: 13 },
  { number: 5, fr: 'Tableaux', criteria: 8 },
  { number: 6, fr: 'Liens', criteria: 2 },
  { number: 7, fr: 'Scripts', criteria: 5 },
  { number: 8, fr: 'Éléments obligatoires', criteria: 10 },
  { number: 9, fr: 'Structuration de l’information', criteria: 4 },
  { number: 10, fr: 'Présentation de l’information', criteria: 14 },
  { number: 11, fr: 'Formulaires', criteria: 13 },
  { number: 12, fr: 'Navigation', criteria: 11 },
  { number: 13, fr: 'Consultation', criteria: 12 },
]
