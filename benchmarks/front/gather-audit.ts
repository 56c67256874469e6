import type {
  AccessibilityAudit,
  AuditCheck,
  AuditedCriterion,
  AuditFault,
} from '../../src/features/declaration/accessibility-audit.js'
import type { RuleFinding } from './axe-findings.js'
import type { PageCheck } from './page-checks.js'

/** Adds up what is found scene after scene. */
export class AuditGatherer {
  readonly #criteria = new Map<string, AuditedCriterion>()
  readonly #checks = new Map<string, AuditCheck>()
  readonly #faults: AuditFault[] = []

  /** What axe found at a place. */
  addFindings(where: string, findings: RuleFinding[]): void {
    for (const { rule, criteria, outcome, element } of findings) {
      for (const id of criteria) this.#count(id, outcome)
      if (outcome === 'failed') this.#faults.push({ rule, criteria, where, element })
    }
  }

  /** What a check found at fault at a place; nothing when it passed. */
  addCheck(where: string, { id, criteria }: PageCheck, faults: string[]): void {
    const check = this.#checks.get(id) ?? { id, criteria, made: 0, failed: 0 }
    this.#checks.set(id, check)
    check.made += 1
    if (faults.length > 0) check.failed += 1
    for (const criterion of criteria) this.#count(criterion, faults.length > 0 ? 'failed' : 'passed')
    for (const element of faults) this.#faults.push({ rule: id, criteria, where, element })
  }

  /** The audit so far. */
  audit(facts: Pick<AccessibilityAudit, 'on' | 'tools' | 'scenes' | 'looks'>): AccessibilityAudit {
    const byNumber = (one: AuditedCriterion, other: AuditedCriterion) => orderOf(one.id) - orderOf(other.id)
    return {
      ...facts,
      criteria: [...this.#criteria.values()].sort(byNumber),
      checks: [...this.#checks.values()],
      faults: this.#faults,
    }
  }

  #count(id: string, outcome: RuleFinding['outcome']): void {
    const criterion = this.#criteria.get(id) ?? { id, passed: 0, failed: 0, unsure: 0 }
    this.#criteria.set(id, criterion)
    criterion[outcome] += 1
  }
}

function orderOf(id: string): number {
  const [theme = 0, number = 0] = id.split('.').map(Number)
  return theme * 100 + number
}
