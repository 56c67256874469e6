import { useEffect, useRef, useState } from 'preact/hooks'
import type { WebhookSecretView } from '../../../http/admin/webhook-contract.js'
import { momentInWords } from '../../console/moment-in-words.js'
import type { WebhookWords } from './webhook-words.js'

interface Props {
  words: WebhookWords
  shown: WebhookSecretView
  onClose: () => void
}

/** A secret, shown this once: it takes the focus, so that nobody misses it. */
export function SecretNotice({ words, shown: { webhook, secret }, onClose }: Props) {
  const { say, language } = words
  const heading = useRef<HTMLHeadingElement>(null)
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    setCopied(false)
    heading.current?.focus()
  }, [secret])
  const copy = () =>
    navigator.clipboard.writeText(secret).then(
      () => setCopied(true),
      () => {},
    )
  const until = webhook.formerSecretUntil
  return (
    <section class="sheet link-notice" aria-labelledby="secret-title">
      <h2 id="secret-title" ref={heading} tabIndex={-1}>
        {say('secret', { name: webhook.name })}
      </h2>
      <p>
        <code class="webhook-secret">{secret}</code>
      </p>
      <p>{say('secret.hint')}</p>
      {until && <p>{say('secret.overlap', { moment: momentInWords(until, language, new Date()) })}</p>}
      <p role="status">{copied && say('secret.copied')}</p>
      <div class="actions">
        <button type="button" class="button main" onClick={() => void copy()}>
          {say('secret.copy')}
        </button>
        <button type="button" class="button" onClick={onClose}>
          {say('secret.close')}
        </button>
      </div>
    </section>
  )
}
