import { momentInWords } from '../../../ui/kit/moment-in-words.js'
import { ShownOnce } from '../../../ui/kit/shown-once.js'
import type { WebhookSecretView } from '../routes/webhook-contract.js'
import type { WebhookWords } from './webhook-words.js'

interface Props {
  words: WebhookWords
  shown: WebhookSecretView
  onClose: () => void
}

/** A secret, and until when the former one is good. */
export function SecretNotice({ words: { say, language }, shown: { webhook, secret }, onClose }: Props) {
  const until = webhook.formerSecretUntil
  return (
    <ShownOnce
      id="secret-title"
      title={say('secret', { name: webhook.name })}
      text={secret}
      words={{ copy: say('secret.copy'), copied: say('secret.copied'), close: say('secret.close') }}
      onClose={onClose}
    >
      <p>{say('secret.hint')}</p>
      {until && <p>{say('secret.overlap', { moment: momentInWords(until, language, new Date()) })}</p>}
    </ShownOnce>
  )
}
