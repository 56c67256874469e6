import { useRef } from 'preact/hooks'

/** Does one act at a time: what is asked while another goes on, by a second press of its button, is not done. */
export function useOneAtATime(): (act: () => Promise<void>) => Promise<void> {
  const isWorking = useRef(false)
  return async (act) => {
    if (isWorking.current) return
    isWorking.current = true
    try {
      await act()
    } finally {
      isWorking.current = false
    }
  }
}
