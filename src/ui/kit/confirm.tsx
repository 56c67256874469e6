import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Button } from './button.js'

interface Props {
  label: string
  /** What will happen. */
  question: string
  cancel: string
  onYes: () => void
}

/** An act that says what it will do before it does it. */
export function Confirm({ label, question, cancel, onYes }: Props) {
  const [isAsking, setAsking] = useState(false)
  const wasAsking = useRef(false)
  const act = useRef<HTMLButtonElement>(null)
  const no = useRef<HTMLButtonElement>(null)
  const id = useId()
  useLayoutEffect(() => {
    if (isAsking) no.current?.focus()
    else if (wasAsking.current) act.current?.focus()
    wasAsking.current = isAsking
  }, [isAsking])
  const settle = (act: () => void) => () => {
    setAsking(false)
    act()
  }
  if (!isAsking) return <Button ref={act} label={label} onClick={() => setAsking(true)} />
  return (
    <fieldset class="confirm" aria-labelledby={id}>
      <p id={id}>{question}</p>
      <div class="actions">
        <Button look="danger" label={label} onClick={settle(onYes)} />
        <Button ref={no} label={cancel} aria-describedby={id} onClick={settle(() => {})} />
      </div>
    </fieldset>
  )
}
