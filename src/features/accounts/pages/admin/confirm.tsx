import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { PageWords } from '../../../../ui/kit/page-words.js'

interface Props {
  /** Those of its page. */
  words: Pick<PageWords<'cancel'>, 'say'>
  label: string
  /** What will happen. */
  question: string
  onYes: () => void
}

/** An act that says what it will do before it does it. */
export function Confirm({ words: { say }, label, question, onYes }: Props) {
  const [asking, setAsking] = useState(false)
  const wasAsking = useRef(false)
  const act = useRef<HTMLButtonElement>(null)
  const no = useRef<HTMLButtonElement>(null)
  const id = useId()
  useLayoutEffect(() => {
    if (asking) no.current?.focus()
    else if (wasAsking.current) act.current?.focus()
    wasAsking.current = asking
  }, [asking])
  if (!asking) {
    return (
      <button ref={act} type="button" class="button" onClick={() => setAsking(true)}>
        {label}
      </button>
    )
  }
  return (
    <fieldset class="confirm" aria-labelledby={id}>
      <p id={id}>{question}</p>
      <div class="actions">
        <button
          type="button"
          class="button danger"
          onClick={() => {
            setAsking(false)
            onYes()
          }}
        >
          {label}
        </button>
        <button ref={no} type="button" class="button" aria-describedby={id} onClick={() => setAsking(false)}>
          {say('cancel')}
        </button>
      </div>
    </fieldset>
  )
}
