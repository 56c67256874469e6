import type { Ref } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { changedParts } from '../../audit/pages/audit-values.js'
import { auditWords } from '../../audit/pages/audit-words.js'
import type { CopyPreviewView } from '../routes/settings-contract.js'
import type { SettingsWords } from './settings-words.js'

/** Longest reason, as the server takes it. */
const MOST_WHY = 500

interface Props {
  words: SettingsWords
  preview: CopyPreviewView
  title: Ref<HTMLHeadingElement>
  onCopy: (why: string) => void
}

/** What copying would change, part by part, before anything is; then the reason, and the act. */
export function CopyPreview({ words, preview: { from, differences }, title, onCopy }: Props) {
  const { say, many } = words
  const telling = { words: auditWords(words.language), names: {} }
  const [why, setWhy] = useState('')
  const [isMissing, setMissing] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  return (
    <section aria-labelledby="copy-preview">
      <h3 id="copy-preview" ref={title} tabIndex={-1}>
        {differences.length === 0
          ? say('copy.same', { name: from.name })
          : many('copy.changes', differences.length, { name: from.name })}
      </h3>
      {differences.map(({ key, before, after }) => (
        <details key={key} open={differences.length < 4}>
          <summary>{say(`key.${key}`)}</summary>
          <dl class="changed-parts">
            {changedParts(before, after, telling).map((part) => (
              <div key={part.name}>
                <dt>{part.name || say('copy.whole')}</dt>
                <dd>
                  <span>{say('copy.was', { value: part.before || say('copy.nothing') })}</span>
                  <span>{say('copy.is', { value: part.after || say('copy.nothing') })}</span>
                </dd>
              </div>
            ))}
          </dl>
        </details>
      ))}
      {differences.length > 0 && (
        <form
          class="alert-form settings-form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            setMissing(why.trim() === '')
            if (why.trim() === '') field.current?.focus()
            else onCopy(why.trim())
          }}
        >
          <div class="field">
            <label for="copy-why">{say('copy.why')}</label>
            <input
              id="copy-why"
              ref={field}
              type="text"
              maxLength={MOST_WHY}
              value={why}
              required
              aria-invalid={isMissing}
              aria-describedby="copy-why-error"
              onInput={(event) => setWhy(event.currentTarget.value)}
            />
            <p class="field-error" id="copy-why-error">
              {isMissing && say('copy.why.missing')}
            </p>
          </div>
          <button type="submit" class="button main">
            {say('copy.do', { name: from.name })}
          </button>
        </form>
      )}
    </section>
  )
}
