import type { Frame } from '../../../ui/plain/frame.js'
import { dayInWords } from '../../../ui/plain/pages/moment-in-words.js'
import type { AccessibilityAudit, AuditedCriterion, AuditFault } from '../accessibility-audit.js'
import { RGAA_THEMES } from '../rgaa.js'
import type { SayDeclared } from './say-declared.js'

interface ResultsProps {
  frame: Frame
  audit: AccessibilityAudit
  d: SayDeclared
}

/** What the machine found: faults first, then what it looked at. */
export function AuditResults({ frame, audit, d }: ResultsProps) {
  const facts = {
    date: dayInWords(audit.on, frame.language),
    scenes: String(audit.scenes.length),
    looks: String(audit.looks.length),
    lookNames: audit.looks.join(', '),
  }
  return (
    <>
      <p>{d('results.what', facts)}</p>
      <Faults faults={audit.faults} d={d} />
      <p>{d('checks')}</p>
      <ul>
        {audit.checks.map(({ id, made, failed }) => (
          <li>{d(`check.${id}`, { kept: String(made - failed), made: String(made) })}</li>
        ))}
      </ul>
      <ThemeTable criteria={audit.criteria} d={d} />
    </>
  )
}

function Faults({ faults, d }: { faults: AuditFault[]; d: SayDeclared }) {
  if (faults.length === 0) return <p>{d('results.faults.none')}</p>
  const rules = [...new Set(faults.map(({ rule }) => rule))]
  return (
    <>
      <p>{d('results.faults')}</p>
      <ul>
        {rules.map((rule) => {
          const found = faults.filter((fault) => fault.rule === rule)
          return <li>{d('results.fault', { rule, count: String(found.length), where: found[0]?.where ?? '' })}</li>
        })}
      </ul>
    </>
  )
}

function ThemeTable({ criteria, d }: { criteria: AuditedCriterion[]; d: SayDeclared }) {
  const rows = RGAA_THEMES.map((theme) => {
    const seen = criteria.filter(({ id }) => id.startsWith(`${theme.number}.`))
    return { ...theme, seen: seen.length, failed: seen.filter(({ failed }) => failed > 0).length }
  })
  const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + of(row), 0)
  return (
    <table>
      <caption>{d('results.table')}</caption>
      <thead>
        <tr>
          <th scope="col">{d('results.theme')}</th>
          <th scope="col">{d('results.total')}</th>
          <th scope="col">{d('results.examined')}</th>
          <th scope="col">{d('results.failed')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ number, fr, criteria: total, seen, failed }) => (
          <tr>
            <th scope="row" lang="fr">
              {number}. {fr}
            </th>
            <td>{total}</td>
            <td>{seen}</td>
            <td>{failed}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{d('results.all')}</th>
          <td>{sum((row) => row.criteria)}</td>
          <td>{sum((row) => row.seen)}</td>
          <td>{sum((row) => row.failed)}</td>
        </tr>
      </tfoot>
    </table>
  )
}
