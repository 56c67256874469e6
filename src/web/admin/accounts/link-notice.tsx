import { useEffect, useRef, useState } from 'preact/hooks'
import type { AccountsWords } from './accounts-words.js'

/** A link that no mail carries. */
export interface ShownLink {
  name: string
  address: string
}

interface Props {
  words: AccountsWords
  link: ShownLink
  onClose: () => void
}

/** A link, shown this once: it takes the focus, so that nobody misses it. */
export function LinkNotice({ words: { say }, link: { name, address }, onClose }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    setCopied(false)
    heading.current?.focus()
  }, [address])
  const copy = () =>
    navigator.clipboard.writeText(address).then(
      () => setCopied(true),
      () => {},
    )
  return (
    <section class="sheet link-notice" aria-labelledby="link-title">
      <h2 id="link-title" ref={heading} tabIndex={-1}>
        {say('link', { name })}
      </h2>
      <p>
        <code>{address}</code>
      </p>
      <p class="hint">{say('link.hint')}</p>
      <p role="status">{copied && say('link.copied')}</p>
      <div class="actions">
        <button type="button" class="button main" onClick={() => void copy()}>
          {say('link.copy')}
        </button>
        <button type="button" class="button" onClick={onClose}>
          {say('close')}
        </button>
      </div>
    </section>
  )
}
