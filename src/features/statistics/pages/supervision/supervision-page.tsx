import { useEffect, useState } from 'preact/hooks'

/** The fragment of the supervision's address. */
export const SUPERVISION = '#/supervision'

/** Whether the address names the supervision now. */
export function useSupervisionView(): boolean {
  const [isNamed, setNamed] = useState(() => location.hash === SUPERVISION)
  useEffect(() => {
    const follow = () => setNamed(location.hash === SUPERVISION)
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
  return isNamed
}
