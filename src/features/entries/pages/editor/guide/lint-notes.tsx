import { useEntries } from '../../entries-context.js'
import { useEditor } from '../editor-context.js'

/** What makes a text of the guide hard to read, as of the simplified version. */
export function LintNotes({ field }: { field: string }) {
  const { say } = useEntries().words
  const findings = useEditor().preview?.guide?.findings.filter((one) => one.field === field) ?? []
  if (findings.length === 0) return null
  return (
    <ul class="guide-lint">
      {findings.map(({ severity, message }) => (
        <li key={message}>
          <span class={severity === 'fault' ? 'bad' : 'hint'}>{say(`lint.${severity}`)}</span> {message}
        </li>
      ))}
    </ul>
  )
}
