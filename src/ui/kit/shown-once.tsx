import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Button } from './button.js'
import { Sheet } from './sheet.js'

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
    <Sheet id={id} title={title} heading={heading} class="shown-once">
      <p>
        <code>{text}</code>
      </p>
      {children}
      <p role="status">{copied && words.copied}</p>
      <div class="actions">
        <Button look="main" label={words.copy} onClick={() => void copy()} />
        <Button label={words.close} onClick={onClose} />
      </div>
    </Sheet>
  )
}
