/** What an agent writes: to the citizen, or for her colleagues. */
export type ComposerMode = 'answer' | 'note'

/** Under which key the note that is being written for a handoff is kept; its answer is kept under the handoff's id. */
export function noteKey(handoffId: string): string {
  return `note:${handoffId}`
}

/** Under which key a text is kept while it is written. */
export function draftKey(handoffId: string, mode: ComposerMode): string {
  return mode === 'note' ? noteKey(handoffId) : handoffId
}

/** Under which key the note begun in a panel is kept until the server has it. */
export function panelNoteKey(panel: 'transfer', handoffId: string): string {
  return `${panel}:${handoffId}`
}
