import type { RefObject } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

/**
 * What has just opened takes the focus, before it is seen.
 * @param shown takes it again whenever this is another
 * @returns what is put on the element that takes it
 */
export function useFocusOnOpen<Taker extends HTMLElement>(shown?: unknown): RefObject<Taker | null> {
  const taker = useRef<Taker>(null)
  useLayoutEffect(() => taker.current?.focus(), [shown])
  return taker
}
