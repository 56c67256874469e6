/**
 * Stems and their numbers, from 0. A number holds as long as the vocabulary, so that indexes built one after the other share it and only new stems cost.
 * It grows only.
 */
export class Vocabulary {
  readonly #numbers: Map<string, number>
  readonly #stems: string[]

  /** @param stems in the order of their numbers. Default: none yet */
  constructor(stems: readonly string[] = []) {
    this.#stems = [...stems]
    this.#numbers = new Map(stems.map((stem, number) => [stem, number]))
  }

  /** Its stems, in the order of their numbers. */
  stems(): string[] {
    return [...this.#stems]
  }

  /** Number of stems. */
  get size(): number {
    return this.#stems.length
  }

  /** The number of a stem, if it has one. */
  numberOf(stem: string): number | undefined {
    return this.#numbers.get(stem)
  }

  /** The number of a stem, which gets the next one when it has none. */
  add(stem: string): number {
    const known = this.#numbers.get(stem)
    if (known !== undefined) return known
    const number = this.#stems.length
    this.#numbers.set(stem, number)
    this.#stems.push(stem)
    return number
  }

  /** The stem of a number; empty for one that no stem has. */
  stemOf(number: number): string {
    return this.#stems[number] ?? ''
  }
}
