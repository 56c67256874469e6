import { useEffect, useRef, useState } from 'preact/hooks'

/** A value that does not change while something is being pressed: what is under the finger stays there until the press has been heard. */
export function useHeld<T>(value: T): T {
  const [held, setHeld] = useState(value)
  const pressing = useRef(false)
  const latest = useRef(value)
  latest.current = value
  useEffect(() => {
    if (!pressing.current) setHeld(value)
  }, [value])
  useEffect(() => {
    const onPress = () => {
      pressing.current = true
    }
    // The click comes after the release.
    const onRelease = () =>
      setTimeout(() => {
        pressing.current = false
        setHeld(latest.current)
      })
    addEventListener('pointerdown', onPress, { capture: true })
    addEventListener('pointerup', onRelease, { capture: true })
    addEventListener('pointercancel', onRelease, { capture: true })
    return () => {
      removeEventListener('pointerdown', onPress, { capture: true })
      removeEventListener('pointerup', onRelease, { capture: true })
      removeEventListener('pointercancel', onRelease, { capture: true })
    }
  }, [])
  return held
}
