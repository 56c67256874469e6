import type { ComponentChildren } from 'preact'
import { useFocusOnOpen } from '../../../ui/kit/use-focus-on-open.js'
import type { LineFault } from '../import-plan.js'
import type { ImportPlanView, PlannedEntryView } from '../routes/exchange-contract.js'
import { type ExchangeWords, fieldInWords } from './exchange-words.js'

interface Props {
  words: ExchangeWords
  plan: ImportPlanView
  busy: boolean
  onApply: () => void
}

/** What an import would do, in numbers, then entry by entry and fault by fault. */
export function ImportPlanSection({ words, plan, busy, onApply }: Props) {
  const { say, number } = words
  const { counts, created, changed, faults } = plan
  const heading = useFocusOnOpen<HTMLHeadingElement>(plan)
  const total = counts.created + counts.changed
  return (
    <>
      <h3 ref={heading} tabIndex={-1}>
        {say('step.plan')}
      </h3>
      <p class="hint">{say('plan.nothing')}</p>
      <dl class="figures">
        {(['created', 'changed', 'unchanged', 'faults'] as const).map((kind) => (
          <div key={kind}>
            <dt>{say(`plan.${kind}`)}</dt>
            <dd>{number(counts[kind])}</dd>
          </div>
        ))}
      </dl>
      <div class="import-lists">
        <Folded words={words} title="plan.faults.list" count={counts.faults} shown={faults.length} open>
          <p class="hint">{say('plan.faults.hint')}</p>
          <ul>
            {faults.map((fault, index) => (
              <li key={`${index} ${fault.code}`}>{faultInWords(words, fault)}</li>
            ))}
          </ul>
        </Folded>
        <Folded words={words} title="plan.created.list" count={counts.created} shown={created.length}>
          <Entries words={words} entries={created} />
        </Folded>
        <Folded words={words} title="plan.changed.list" count={counts.changed} shown={changed.length}>
          <Entries words={words} entries={changed} saysFields />
        </Folded>
      </div>
      {total === 0 ? (
        <p>{say('plan.empty')}</p>
      ) : (
        <button type="button" class="button main" aria-disabled={busy} onClick={onApply}>
          {words.many('apply', total)}
        </button>
      )}
    </>
  )
}

interface FoldedProps {
  words: ExchangeWords
  title: 'plan.faults.list' | 'plan.created.list' | 'plan.changed.list'
  count: number
  shown: number
  open?: boolean
  children: ComponentChildren
}

function Folded({ words: { say, number }, title, count, shown, open = false, children }: FoldedProps) {
  if (count === 0) return null
  return (
    <details open={open}>
      <summary>{say(title, { count: number(count) })}</summary>
      {children}
      {count > shown && <p>{say('plan.more', { count: number(count - shown) })}</p>}
    </details>
  )
}

function Entries({
  words,
  entries,
  saysFields = false,
}: {
  words: ExchangeWords
  entries: PlannedEntryView[]
  saysFields?: boolean
}) {
  const { say, many } = words
  const list = (fields: string[]) => fields.map((field) => fieldInWords(words, field)).join(', ')
  return (
    <ul>
      {entries.map(({ entryId, title, fields, missing, newQuestions }) => (
        <li key={entryId}>
          <strong>{title}</strong> <code>{entryId}</code>
          <p class="hint">
            {saysFields ? say('plan.fields', { fields: list(fields) }) : many('plan.questions', newQuestions)}{' '}
            {missing.length > 0 && say('plan.missing', { sections: list(missing.map((key) => `sections.${key}`)) })}
          </p>
        </li>
      ))}
    </ul>
  )
}

function faultInWords(words: ExchangeWords, { line, file, code, field, value }: LineFault): string {
  const { say, number } = words
  const where = line === null ? say('where.file', { file: file ?? '' }) : say('where.line', { line: number(line) })
  const fault = say(`fault.${code}`, { value })
  if (field === null) return say('fault.in', { where, fault })
  return say('fault.at', { where, field: fieldInWords(words, field), fault })
}
