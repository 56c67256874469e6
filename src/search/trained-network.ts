/** Rows whose scores are judged together: a question's candidates, or one alone. */
export interface TrainingGroup {
  /** Standardised features, row after row: `[count × size]`. */
  rows: Float64Array
  count: number
  /** Slope of the group's loss by each score. */
  slopes: (scores: readonly number[]) => readonly number[]
  /** How much the group counts. */
  weight: number
}

/** Adam's memories (arXiv:1412.6980). */
const [FIRST, SECOND, TINY] = [0.9, 0.999, 1e-8]

/** Rows that pull less teach nothing: most candidates are wrong beyond doubt. */
const LEAST_SLOPE = 1e-5

/** The weights while they are fitted: `size` of the direct score, then of each hidden unit `size` weights, its bias and what it adds. */
export class TrainedNetwork {
  readonly #size: number
  readonly #units: number
  readonly #weights: Float64Array
  readonly #gradient: Float64Array
  readonly #first: Float64Array
  readonly #second: Float64Array
  #steps = 0

  constructor(direct: readonly number[], units: number, random: () => number) {
    this.#size = direct.length
    this.#units = units
    const length = this.#size + units * (this.#size + 2)
    const spread = 2 / Math.sqrt(this.#size)
    this.#weights = Float64Array.from({ length }, (_, i) => direct[i] ?? (random() - 0.5) * spread)
    this.#gradient = new Float64Array(length)
    this.#first = new Float64Array(length)
    this.#second = new Float64Array(length)
  }

  /** Moves against the mean gradient of some groups. */
  step(groups: readonly TrainingGroup[], { rate, decay }: { rate: number; decay: number }): void {
    this.#gradient.fill(0)
    for (const group of groups) this.#learn(group)
    const counted = groups.reduce((sum, { weight }) => sum + weight, 0)
    if (counted > 0) this.#move(rate, counted, decay)
  }

  #learn({ rows, count, slopes, weight }: TrainingGroup): void {
    const hidden = Array.from({ length: count }, () => new Float64Array(this.#units))
    const scores = hidden.map((units, i) => this.#score(rows, i * this.#size, units))
    slopes(scores).forEach((slope, i) => {
      if (Math.abs(slope) < LEAST_SLOPE) return
      this.#addRow(rows, i * this.#size, hidden[i] as Float64Array, weight * slope)
    })
  }

  #score(rows: Float64Array, at: number, hidden: Float64Array): number {
    const [size, weights] = [this.#size, this.#weights]
    let score = 0
    for (let j = 0; j < size; j += 1) score += (weights[j] as number) * (rows[at + j] as number)
    for (let unit = 0; unit < this.#units; unit += 1) {
      const start = size + unit * (size + 2)
      let sum = weights[start + size] as number
      for (let j = 0; j < size; j += 1) sum += (weights[start + j] as number) * (rows[at + j] as number)
      hidden[unit] = Math.tanh(sum)
      score += (weights[start + size + 1] as number) * (hidden[unit] as number)
    }
    return score
  }

  #addRow(rows: Float64Array, at: number, hidden: Float64Array, pull: number): void {
    const [size, weights, gradient] = [this.#size, this.#weights, this.#gradient]
    for (let j = 0; j < size; j += 1) gradient[j] = (gradient[j] as number) + pull * (rows[at + j] as number)
    for (let unit = 0; unit < this.#units; unit += 1) {
      const start = size + unit * (size + 2)
      const value = hidden[unit] as number
      const inner = pull * (weights[start + size + 1] as number) * (1 - value * value)
      for (let j = 0; j < size; j += 1)
        gradient[start + j] = (gradient[start + j] as number) + inner * (rows[at + j] as number)
      gradient[start + size] = (gradient[start + size] as number) + inner
      gradient[start + size + 1] = (gradient[start + size + 1] as number) + pull * value
    }
  }

  #move(rate: number, counted: number, decay: number): void {
    this.#steps += 1
    const [firstLeft, secondLeft] = [1 - FIRST ** this.#steps, 1 - SECOND ** this.#steps]
    for (let i = 0; i < this.#weights.length; i += 1) {
      const slope = (this.#gradient[i] as number) / counted + 2 * decay * (this.#weights[i] as number)
      const first = FIRST * (this.#first[i] as number) + (1 - FIRST) * slope
      const second = SECOND * (this.#second[i] as number) + (1 - SECOND) * slope * slope
      this.#first[i] = first
      this.#second[i] = second
      this.#weights[i] =
        (this.#weights[i] as number) - (rate * first) / firstLeft / (Math.sqrt(second / secondLeft) + TINY)
    }
  }

  /** What a part of the network adds up: `null` for the direct score, else the position of a hidden unit. */
  lineOf(unit: number | null): { weights: number[]; bias: number; adds: number } {
    const start = unit === null ? 0 : this.#size + unit * (this.#size + 2)
    const weights = [...this.#weights.subarray(start, start + this.#size)]
    if (unit === null) return { weights, bias: 0, adds: 1 }
    return {
      weights,
      bias: this.#weights[start + this.#size] as number,
      adds: this.#weights[start + this.#size + 1] as number,
    }
  }
}
