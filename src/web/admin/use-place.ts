import { useEffect, useState } from 'preact/hooks'
import { type Place, parsePlace } from './place.js'

/** Where the address says that somebody is; follows links and the browser's Back. */
export function usePlace(): Place {
  const [place, setPlace] = useState(() => parsePlace(location.hash))
  useEffect(() => {
    const follow = () => setPlace(parsePlace(location.hash))
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
  return place
}
