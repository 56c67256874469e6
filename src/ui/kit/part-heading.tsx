import { createContext } from 'preact'
import { useContext, useEffect, useRef } from 'preact/hooks'

/** What the frame of the administration knows of a part of a page: an entry, its history, a group of settings. */
export interface PartState {
  /** Names the part that is shown; `null` once it is no more. */
  onNamed: (title: string | null) => void
  /** Whether somebody has come to it from another place of the administration, not by its address. */
  isArrival: () => boolean
}

/** See {@link PartState}. */
export const PartContext = createContext<PartState>({ onNamed: () => {}, isArrival: () => false })

interface Props {
  id: string
  title: string
  /** Language of the title, where it is not that of the page. */
  lang?: string
}

/** The heading of a part that has its own address: the document is named after it, and whoever comes to it has the focus there. */
export function PartHeading({ id, title, lang }: Props) {
  const { onNamed, isArrival } = useContext(PartContext)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (isArrival()) heading.current?.focus()
  }, [isArrival])
  useEffect(() => {
    onNamed(title)
    return () => onNamed(null)
  }, [onNamed, title])
  return (
    <h2 id={id} ref={heading} tabIndex={-1} lang={lang}>
      {title}
    </h2>
  )
}
