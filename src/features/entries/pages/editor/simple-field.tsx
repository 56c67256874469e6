import { Icon } from '../../../../ui/kit/icon.js'
import type { LintView } from '../../routes/curation-contract.js'
import { useEntries } from '../entries-context.js'
import { fieldId, useEditor } from './editor-context.js'
import { RichField } from './rich-field.js'

/** The answer once more in short sentences and common words, with what makes it hard to read. */
export function SimpleField() {
  const { say } = useEntries().words
  const { content, preview, change, tell } = useEditor()
  if (content.simple === null) {
    return (
      <>
        <p>{say('simple.none')}</p>
        <button
          type="button"
          class="button"
          onClick={() => {
            change('simple', (before) => ({ ...before, simple: '' }))
            requestAnimationFrame(() => document.getElementById(fieldId('simple'))?.focus())
          }}
        >
          {say('simple.write')}
        </button>
      </>
    )
  }
  return (
    <>
      <RichField
        field="simple"
        label={say('field.simple')}
        hint={say('hint.simple')}
        value={content.simple}
        onValue={(simple) => change('simple', (before) => ({ ...before, simple }))}
      />
      {preview?.lint && <Findings lint={preview.lint} text={content.simple} />}
      <button
        type="button"
        class="button quiet"
        onClick={() => {
          change('simple', (before) => ({ ...before, simple: null }))
          tell(say('simple.removed'))
        }}
      >
        {say('simple.remove')}
      </button>
    </>
  )
}

/** Each finding leads to its place in the text. */
function Findings({ lint, text }: { lint: LintView; text: string }) {
  const { say, many, number } = useEntries().words
  const { findings, sentences, meanWords, readability } = lint
  const show = (line: number, column: number) => {
    const area = document.getElementById(fieldId('simple'))
    if (!(area instanceof HTMLTextAreaElement)) return
    const lines = text.split('\n')
    const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + Math.max(0, column - 1)
    const end = text.slice(start).search(/[\s.,;:!?]|$/u) + start
    area.focus()
    area.setSelectionRange(start, Math.max(end, start + 1))
  }
  return (
    <section class="entry-lint" aria-label={say('lint.title')}>
      <p class={findings.length === 0 ? 'good' : ''}>
        {findings.length === 0 && <Icon name="check" />} {many('lint.findings', findings.length)}
      </p>
      <ul>
        {findings.map(({ severity, line, column, message }) => (
          <li key={`${line} ${column} ${message}`}>
            <button type="button" class="button quiet" onClick={() => show(line, column)}>
              <span class={severity === 'fault' ? 'bad' : 'hint'}>{say(`lint.${severity}`)}</span>
              <span>{say('lint.at', { line, message })}</span>
            </button>
          </li>
        ))}
      </ul>
      {readability !== null && (
        <p class="hint">
          {say('lint.ease', {
            ease: number(Math.round(readability)),
            sentences: many('lint.sentences', sentences),
            words: number(meanWords),
          })}
        </p>
      )}
    </section>
  )
}
