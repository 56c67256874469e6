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
