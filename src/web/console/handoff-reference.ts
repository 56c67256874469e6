/** Six letters and digits of a conversation's id: what the citizen was given as a reference, to be read over the phone. */
export function handoffReference(conversationId: string): string {
  return conversationId
    .replace(/[^a-z0-9]/gi, '')
    .slice(0, 6)
    .toUpperCase()
}
