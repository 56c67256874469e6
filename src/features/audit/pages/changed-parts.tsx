import type { AuditWords, ChangedPart } from './audit-values.js'

interface Props {
  words: AuditWords
  parts: readonly ChangedPart[]
}

/** What was changed, or would be, part by part: what stood there before, and what stands there then. */
export function ChangedParts({ words: { say }, parts }: Props) {
  return (
    <dl class="changed-parts">
      {parts.map(({ name, before, after }) => (
        <div key={name}>
          <dt>{name || say('whole')}</dt>
          <dd>
            <span>{say('was', { value: before || say('nothing') })}</span>
            <span>{say('is', { value: after || say('nothing') })}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}
