import { useEffect, useId, useState } from 'preact/hooks'

interface Props {
  name: string
  /** In one sentence. */
  means: string
}

/**
 * A name with what it means: said to screen readers after it, and shown while the name is pointed at, pressed or has the focus, until Escape. What is shown can
 * be pointed at too, and so be read enlarged.
 */
export function ExplainedName({ name, means }: Props) {
  const [isShown, setShown] = useState(false)
  const id = useId()
  useEffect(() => {
    if (!isShown) return
    const dismiss = ({ key }: KeyboardEvent) => key === 'Escape' && setShown(false)
    addEventListener('keydown', dismiss)
    return () => removeEventListener('keydown', dismiss)
  }, [isShown])
  const show = () => setShown(true)
  const hide = () => setShown(false)
  return (
    <span class="meant" onPointerEnter={show} onPointerLeave={hide}>
      <button type="button" aria-describedby={id} onClick={show} onFocus={show} onBlur={hide}>
        {name}
      </button>
      <span role="tooltip" id={id} hidden={!isShown}>
        {means}
      </span>
    </span>
  )
}
