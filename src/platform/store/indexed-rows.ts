/** Rows of one kind that lie in the documents of conversations, found by their own ids without reading one. */
export class IndexedRows<Row extends { id: string }> {
  readonly #byConversation = new Map<string, readonly Row[]>()
  readonly #byId = new Map<string, Row>()

  /** Replaces the rows of a conversation. */
  set(conversationId: string, rows: readonly Row[]): void {
    for (const { id } of this.#byConversation.get(conversationId) ?? []) this.#byId.delete(id)
    this.#byConversation.delete(conversationId)
    if (rows.length === 0) return
    this.#byConversation.set(conversationId, rows)
    for (const row of rows) this.#byId.set(row.id, row)
  }

  get(id: string): Row | undefined {
    return this.#byId.get(id)
  }

  /** Those of a conversation, in the order of its document. */
  of(conversationId: string): readonly Row[] {
    return this.#byConversation.get(conversationId) ?? []
  }

  /** Every row with the conversation in whose document it lies, in no order. */
  listPlaced(): [conversationId: string, row: Row][] {
    return [...this.#byConversation].flatMap(([id, rows]) => rows.map((row): [string, Row] => [id, row]))
  }

  /** Every row, in no order. */
  list(): Row[] {
    return [...this.#byId.values()]
  }
}
