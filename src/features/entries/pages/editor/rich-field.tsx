import { useLayoutEffect, useRef } from 'preact/hooks'
import { useEntries } from '../entries-context.js'
import { fieldId, useEditor } from './editor-context.js'
import { insertLink, insertText, type Selected, toggleList, toggleStrong } from './format-text.js'
import { FieldNotes } from './text-field.js'

interface Props {
  field: string
  label: string
  hint?: string
  value: string
  onValue: (value: string) => void
  /** Without paragraphs or lists: a variable is all that can be inserted. */
  isPlain?: boolean
  /** Of the text; French unless it is said. */
  lang?: string
  maxLength?: number
}

/** A text of several paragraphs, with the few buttons that writing one needs. It grows with its text. */
export function RichField(props: Props) {
  const { field, label, hint, value, onValue, isPlain = false, lang = 'fr', maxLength = 20_000 } = props
  const { say } = useEntries().words
  const { faultOf, chooseVariable } = useEditor()
  const area = useRef<HTMLTextAreaElement>(null)
  /** What to select once the text that was made has been drawn. */
  const wanted = useRef<Selected | null>(null)
  const id = fieldId(field)
  const apply = (make: (selected: Selected) => Selected) => {
    const { current } = area
    if (!current) return
    const next = make({ text: current.value, start: current.selectionStart, end: current.selectionEnd })
    wanted.current = next
    onValue(next.text)
  }
  useLayoutEffect(() => {
    const { current } = area
    if (!current || !wanted.current) return
    const { start, end } = wanted.current
    wanted.current = null
    current.focus()
    current.setSelectionRange(start, end)
  })
  return (
    <div class="field rich-field">
      <label for={id}>{label}</label>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset's legend would be read at each button */}
      <div class="rich-tools" role="group" aria-label={say('tools', { field: label })}>
        {!isPlain && (
          <>
            <Tool onPress={() => apply((selected) => toggleStrong(selected, say('tool.words')))}>
              <strong>{say('tool.strong')}</strong>
            </Tool>
            <Tool onPress={() => apply((selected) => toggleList(selected, false))}>{say('tool.list')}</Tool>
            <Tool onPress={() => apply((selected) => toggleList(selected, true))}>{say('tool.steps')}</Tool>
            <Tool onPress={() => apply((selected) => insertLink(selected, say('tool.words')))}>{say('tool.link')}</Tool>
          </>
        )}
        <Tool onPress={() => chooseVariable((words) => apply((selected) => insertText(selected, words)))}>
          {say('tool.variable')}
        </Tool>
      </div>
      <textarea
        id={id}
        ref={area}
        lang={lang}
        dir="auto"
        rows={isPlain ? 2 : 3}
        maxLength={maxLength}
        value={value}
        aria-invalid={faultOf(field) !== ''}
        aria-describedby={`${id}-hint ${id}-fault`}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
      <FieldNotes field={field} hint={hint} />
    </div>
  )
}

function Tool({ onPress, children }: { onPress: () => void; children: preact.ComponentChildren }) {
  return (
    <button type="button" class="button quiet" onClick={onPress}>
      {children}
    </button>
  )
}
