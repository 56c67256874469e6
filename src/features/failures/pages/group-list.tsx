import { useEffect, useRef } from 'preact/hooks'
import type { FailureGroupView } from '../routes/failure-contract.js'
import { GroupCard } from './group-card.js'

interface Props {
  groups: readonly FailureGroupView[]
  filter: Record<string, string>
  /** Where the focus goes when the last group is gone. */
  headingId: string
  isOpen: (id: string) => boolean
  /** The group that the address names. */
  wanted: string | undefined
}

/** Groups of failed questions. The keys J and K go from one to the next; when one is gone, the focus is on the one that takes its place. */
export function GroupList({ groups, filter, headingId, isOpen, wanted }: Props) {
  const list = useRef<HTMLOListElement>(null)
  const left = useRef<number | null>(null)
  const ids = groups.map(({ id }) => id).join(' ')
  const focusOn = (at: number) => {
    const headings = list.current?.querySelectorAll<HTMLElement>('.failure-group > h3') ?? []
    const heading = headings[Math.min(Math.max(0, at), headings.length - 1)]
    ;(heading ?? document.getElementById(headingId))?.focus()
  }
  useEffect(() => {
    if (left.current === null) return
    // Only when the focus went with what is gone.
    if (document.activeElement === document.body || document.activeElement === null) focusOn(left.current)
    left.current = null
  }, [ids])
  const isThere = groups.some(({ id }) => id === wanted)
  useEffect(() => {
    if (isThere) focusOn(groups.findIndex(({ id }) => id === wanted))
  }, [isThere, wanted])
  return (
    <ol class="failure-groups" ref={list}>
      {groups.map((group, at) => (
        <GroupCard
          key={group.id}
          group={group}
          filter={filter}
          isOpenAtFirst={isOpen(group.id)}
          onMove={(step) => focusOn(at + step)}
          onDone={() => {
            left.current = at
          }}
        />
      ))}
    </ol>
  )
}
