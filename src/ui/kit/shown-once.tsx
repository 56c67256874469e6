import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'

interface Props {
  /** Id of the heading. */
  id: string
  title: string
  /** What is shown, and copied. */
  text: string
  words: { copy: string; copied: string; close: string }
  onClose: () => void
  children: ComponentChildren
}

/** What is shown this once, a link or a key: it takes the focus, so that nobody misses it. */
export function ShownOnce({ id, title, text, words, onClose, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    setCopied(false)
    heading.current?.focus()
  }, [text])
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => {},
    )
  return (
    <section class="sheet shown-once" aria-labelledby={id}>
      <h2 id={id} ref={heading} tabIndex={-1}>
        {title}
      </h2>
      <p>
        <code>{text}</code>
      </p>
      {children}
      <p role="status">{copied && words.copied}</p>
      <div class="actions">
        <button type="button" class="button main" onClick={() => void copy()}>
          {words.copy}
        </button>
        <button type="button" class="button" onClick={onClose}>
          {words.close}
        </button>
      </div>
    </section>
  )
}
