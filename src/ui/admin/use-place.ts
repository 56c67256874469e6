import { useEffect, useRef, useState } from 'preact/hooks'
import { mayLeave } from '../kit/leave-guard.js'
import { isSamePart, type Place, parsePlace } from '../kit/place.js'

/** Where the address says that somebody is; follows links and the browser's Back, unless what is not saved keeps her. */
export function usePlace(): Place {
  const [place, setPlace] = useState(() => parsePlace(location.hash))
  const shown = useRef(place)
  useEffect(() => {
    const follow = ({ oldURL }: HashChangeEvent) => {
      const next = parsePlace(location.hash)
      // What is chosen in a page changes nothing of what is typed there.
      if (isSamePart(shown.current, next) || mayLeave()) {
        shown.current = next
        setPlace(next)
      } else history.replaceState(null, '', oldURL)
    }
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
  return place
}
