import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

/** What can be chosen in a list. */
interface Item {
  id: string
  label: string
  /** A few words beside it. */
  hint?: string | undefined
  /** Language of the label, where it is not that of the page. */
  lang?: string | undefined
}

interface Props<One extends Item> {
  /** What the ids in it begin with: the list is `<id>-list`, its lines `<id>-0`, `<id>-1`… */
  id: string
  label: string
  sections: readonly { group: string; name: string; items: readonly One[] }[]
  /** The line that Enter chooses. */
  current: One | undefined
  onChoose: (item: One) => void
  /** What else stands in a line. */
  more?: (item: One) => ComponentChildren
}

/** The grouped lines under a combobox. The focus stays in its field, which names the current line. Source: ARIA Authoring Practices, "Editable Combobox With List Autocomplete" */
export function OptionList<One extends Item>({ id, label, sections, current, onChoose, more }: Props<One>) {
  const numbers = new Map(sections.flatMap(({ items }) => items).map((item, index) => [item, index]))
  return (
    <div id={`${id}-list`} class="option-list" role="listbox" aria-label={label}>
      {sections.map(({ group, name, items }) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is no group of a listbox
        <div key={group} role="group" aria-labelledby={`${id}-group-${group}`}>
          <p id={`${id}-group-${group}`} class="option-group">
            {name}
          </p>
          {items.map((item) => (
            <Option
              key={item.id}
              id={`${id}-${numbers.get(item)}`}
              item={item}
              isCurrent={item === current}
              onChoose={() => onChoose(item)}
            >
              {more?.(item)}
            </Option>
          ))}
        </div>
      ))}
    </div>
  )
}

interface OptionProps {
  id: string
  item: Item
  isCurrent: boolean
  onChoose: () => void
  children: ComponentChildren
}

function Option({ id, item: { label, hint, lang }, isCurrent, onChoose, children }: OptionProps) {
  const line = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isCurrent) line.current?.scrollIntoView({ block: 'nearest' })
  }, [isCurrent])
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the current line
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
    <div ref={line} id={id} class="option-line" role="option" aria-selected={isCurrent} onClick={onChoose}>
      <span class="option-label" lang={lang}>
        {label}
      </span>
      {hint && <span class="hint">{hint}</span>}
      {children}
    </div>
  )
}

/** The line that a key goes to; `null`: the key is the field's. The ends join. Pure. */
export function movedTo(key: string, current: number, count: number): number | null {
  if (count === 0) return null
  if (key === 'ArrowDown') return (current + 1) % count
  if (key === 'ArrowUp') return (current - 1 + count) % count
  if (key === 'PageDown') return Math.min(current + 8, count - 1)
  return key === 'PageUp' ? Math.max(current - 8, 0) : null
}
