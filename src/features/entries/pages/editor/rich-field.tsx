import { useLayoutEffect, useRef } from 'preact/hooks'
import { Button } from '../../../../ui/kit/button.js'
import { useEntries } from '../entry-states.js'
import { fieldId, useEditor } from './editor-context.js'
import { pastedLines, pastedMarkdown } from './paste-rich.js'
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
  const { area, apply } = useSelected(onValue)
  const id = fieldId(field)
  const tools = isPlain ? [] : toolsOf(say('tool.words'))
  return (
    <div class="field rich-field">
      <label for={id}>{label}</label>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset's legend would be read at each button */}
      <div class="rich-tools" role="group" aria-label={say('tools', { field: label })}>
        {tools.map(([tool, make]) => (
          <Button key={tool} look="quiet" label={say(`tool.${tool}`)} onClick={() => apply(make)} />
        ))}
        <Button
          look="quiet"
          label={say('tool.variable')}
          onClick={() => chooseVariable((words) => apply((selected) => insertText(selected, words)))}
        />
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
        aria-describedby={`${id}-hint ${id}-error ${id}-help`}
        onInput={(event) => onValue(event.currentTarget.value)}
        onPaste={(event) => {
          const html = event.clipboardData?.getData('text/html')
          const pasted = html ? pastedMarkdown(html) : ''
          if (pasted === '') return
          event.preventDefault()
          apply((selected) => insertText(selected, isPlain ? pastedLines(pasted).join(' ') : pasted))
        }}
      />
      <FieldNotes field={field} hint={hint} />
    </div>
  )
}

/** What to make of what is selected. */
type Make = (selected: Selected) => Selected

/** The buttons that a text of paragraphs has. @param standIn words for where none are selected */
function toolsOf(standIn: string): [tool: 'strong' | 'list' | 'steps' | 'link', make: Make][] {
  return [
    ['strong', (selected) => toggleStrong(selected, standIn)],
    ['list', (selected) => toggleList(selected, false)],
    ['steps', (selected) => toggleList(selected, true)],
    ['link', (selected) => insertLink(selected, standIn)],
  ]
}

/** Changes what is selected in a text area, where the focus goes back once the text that was made has been drawn. */
function useSelected(onValue: (value: string) => void) {
  const area = useRef<HTMLTextAreaElement>(null)
  const wanted = useRef<Selected | null>(null)
  useLayoutEffect(() => {
    const { current } = area
    if (!current || !wanted.current) return
    const { start, end } = wanted.current
    wanted.current = null
    current.focus()
    current.setSelectionRange(start, end)
  })
  const apply = (make: Make) => {
    const { current } = area
    if (!current) return
    const next = make({ text: current.value, start: current.selectionStart, end: current.selectionEnd })
    wanted.current = next
    onValue(next.text)
  }
  return { area, apply }
}

/** A text with what is selected in it, as a text area has them. */
export interface Selected {
  text: string
  start: number
  end: number
}

/** Puts words in the place of what is selected; the cursor stands after them. Pure. */
export function insertText({ text, start, end }: Selected, words: string): Selected {
  const at = start + words.length
  return { text: text.slice(0, start) + words + text.slice(end), start: at, end: at }
}

/** Gives weight to what is selected, or takes it away; without a selection, to the words that stand in for it. Pure. */
export function toggleStrong({ text, start, end }: Selected, standIn: string): Selected {
  const words = text.slice(start, end)
  if (words.length > 4 && words.startsWith('**') && words.endsWith('**')) {
    const plain = words.slice(2, -2)
    return { text: text.slice(0, start) + plain + text.slice(end), start, end: start + plain.length }
  }
  const strong = words || standIn
  const next = `${text.slice(0, start)}**${strong}**${text.slice(end)}`
  return { text: next, start: start + 2, end: start + 2 + strong.length }
}

/** Makes items of a list of the lines that are selected, or lines again of items. `ordered`: steps, numbered. Pure. */
export function toggleList({ text, start, end }: Selected, ordered: boolean): Selected {
  const from = text.lastIndexOf('\n', start - 1) + 1
  const after = text.indexOf('\n', end)
  const to = after < 0 ? text.length : after
  const lines = text.slice(from, to).split('\n')
  const isItem = ordered ? /^\d+\. / : /^- /
  const wereItems = lines.every((line) => isItem.test(line))
  const next = lines
    .map((line, at) => {
      const plain = line.replace(/^(?:- |\d+\. )/, '')
      return wereItems ? plain : `${ordered ? `${at + 1}. ` : '- '}${plain}`
    })
    .join('\n')
  return { text: text.slice(0, from) + next + text.slice(to), start: from, end: from + next.length }
}

/** A link of the words that are selected, or of those that stand in for them; the address is selected, to be written. Pure. */
export function insertLink({ text, start, end }: Selected, standIn: string): Selected {
  const words = text.slice(start, end) || standIn
  const address = 'https://'
  const before = `${text.slice(0, start)}[${words}](`
  return {
    text: `${before}${address})${text.slice(end)}`,
    start: before.length,
    end: before.length + address.length,
  }
}
