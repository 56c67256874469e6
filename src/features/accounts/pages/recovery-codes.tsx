import { useState } from 'preact/hooks'
import type { AccountWords } from './account-words.js'

interface Props {
  words: AccountWords
  codes: string[]
  onKept: () => void
}

/** The recovery codes, shown until somebody says that she has kept them. */
export function RecoveryCodes({ words: { say }, codes, onKept }: Props) {
  const [copied, setCopied] = useState(false)
  const copy = () =>
    navigator.clipboard.writeText(codes.join('\n')).then(
      () => setCopied(true),
      () => {},
    )
  return (
    <div class="own-form">
      <h3>{say('codes')}</h3>
      <p>{say('codes.intro')}</p>
      <ul class="codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <p role="status">{copied && say('codes.copied')}</p>
      <div class="actions">
        <button type="button" class="button" onClick={() => void copy()}>
          {say('codes.copy')}
        </button>
        <button type="button" class="button main" onClick={onKept}>
          {say('codes.kept')}
        </button>
      </div>
    </div>
  )
}
