import { useEffect, useState } from 'preact/hooks'
import { mayLeave } from './leave-guard.js'
import { type Place, parsePlace } from './place.js'

/** Where the address says that somebody is; follows links and the browser's Back, unless what is not saved keeps her. */
export function usePlace(): Place {
  const [place, setPlace] = useState(() => parsePlace(location.hash))
  useEffect(() => {
    const follow = ({ oldURL }: HashChangeEvent) => {
      if (mayLeave()) setPlace(parsePlace(location.hash))
      else history.replaceState(null, '', oldURL)
    }
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
  return place
}
