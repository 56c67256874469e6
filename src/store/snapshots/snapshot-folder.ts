import path from 'node:path'

/** How often whoever reads a snapshot says that it still does, ms. */
export const ALIVE_EVERY_MS = 5_000
/** Age of the last sign of life after which a snapshot is given up, ms. */
export const GIVEN_UP_AFTER_MS = 60_000
/** How often the removal of a snapshot is tried: a file may still come into it while it goes. */
export const REMOVAL_TRIES = 5

/**
 * Where a data folder's documents of one instant are kept while another process reads them: `<data folder>/snapshot/`. Whoever wants to read makes it, and
 * takes it away; the process that holds the data folder puts there each document that it is about to replace.
 */
export class SnapshotFolder {
  readonly root: string
  readonly #dataDir: string

  constructor(dataDir: string) {
    this.#dataDir = path.resolve(dataDir)
    this.root = path.join(this.#dataDir, 'snapshot')
  }

  /** Touched by whoever reads. */
  get alive(): string {
    return path.join(this.root, 'alive')
  }

  /** Written once every change keeps what it replaces; gone as soon as one could not. */
  get begun(): string {
    return path.join(this.root, 'begun')
  }

  get kept(): string {
    return path.join(this.root, 'kept')
  }

  /** Where a file is kept as it was; empty: it was not there. */
  keptOf(file: string): string {
    return path.join(this.kept, path.relative(this.#dataDir, file))
  }

  /** The folders between {@link kept} and a file that is kept, outermost first. */
  parentsOf(target: string): string[] {
    const names = path.relative(this.kept, path.dirname(target)).split(path.sep)
    return names.filter(Boolean).map((_, depth) => path.join(this.kept, ...names.slice(0, depth + 1)))
  }

  /** Whether a name of the data folder is a snapshot being made or taken away, or one. */
  static isOne(name: string): boolean {
    return name === 'snapshot' || name.startsWith('snapshot.')
  }
}
