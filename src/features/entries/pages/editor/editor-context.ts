import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Language } from '../../../../platform/model/language.js'
import type { ContentFault, EntryView, PreviewView } from '../../contract.js'
import type { EntryContent } from '../../model/entry-record.js'

/** What the citizen's card may show: the French answer, the guide before it, or a translation. */
export type PreviewChoice = 'answer' | 'guide' | Language

/** What every field of the editor may need. */
export interface EditorContextValue {
  view: EntryView
  content: EntryContent
  /** What the server made of the content last; `null` before. */
  preview: PreviewView | null
  change: (field: string, next: (content: EntryContent) => EntryContent) => void
  /** What keeps it from being published; none before it is told. */
  shownFaults: readonly ContentFault[]
  /** What is to mend in a field, in words; empty when nothing is, or when it is not yet told. */
  faultOf: (field: string) => string
  /** Opens the choice of a variable, and inserts it where it is told. */
  chooseVariable: (insert: (words: string) => void) => void
  /** What the citizen's card shows, and choosing it: what is being written is what is seen. */
  shown: PreviewChoice
  show: (choice: PreviewChoice) => void
  /** Says something to screen readers and on the page, for a while. */
  tell: (sentence: string) => void
}

/** Given once, around the fields of an entry. */
export const EditorContext = createContext<EditorContextValue | null>(null)

/** What every field may need. @throws outside an editor */
export function useEditor(): EditorContextValue {
  const context = useContext(EditorContext)
  if (!context) throw new Error('outside an editor')
  return context
}

/** The id of the element in which a field is written, by its path: `sections.brief`, `online.0.url`. */
export function fieldId(field: string): string {
  return `field-${field.replaceAll('.', '-')}`
}

/** Opens what a field is folded in, and puts the focus there. @returns whether it is on the page */
export function showField(field: string): boolean {
  const element = document.getElementById(fieldId(field))
  for (let around = element?.closest('details'); around; around = around.parentElement?.closest('details'))
    around.open = true
  element?.focus()
  return element !== null
}

/** Whether a field is another one, or part of it: `online.0.url` is within `online`. */
export function isWithin(field: string, other: string): boolean {
  return field === other || field.startsWith(`${other}.`)
}

/** What is to mend in a field, in one text; empty when nothing is. Pure. */
export function faultsOf(faults: readonly ContentFault[], field: string): string {
  return faults
    .filter((fault) => fault.field === field || (field === 'servicePublic' && isWithin(fault.field, field)))
    .map(({ message }) => message)
    .join(' ')
}
