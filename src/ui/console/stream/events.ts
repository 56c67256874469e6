/** The stream of a tab, wherever it is read. */
export interface Events {
  /** This tab listens no more. */
  stop(): void
  /** Tries again at once, if the stream is cut. */
  retry(): void
}
