/** One event of a stream. */
export interface ReadEvent {
  type: string
  id: string | undefined
  // biome-ignore lint/suspicious/noExplicitAny: tests look into events of every shape.
  data: any
}

interface Wait {
  accepts: (event: ReadEvent) => boolean
  resolve: (event: ReadEvent) => void
  reject: (error: Error) => void
}

/** Reads a stream of Server-Sent Events and keeps everything that came. */
export class EventReader {
  readonly events: ReadEvent[] = []
  /** How many comments came: they only keep the stream alive. */
  comments = 0
  /** Settles when the server has ended the stream, or {@link close} was called. */
  readonly ended: Promise<void>
  readonly #controller: AbortController
  readonly #waits: Wait[] = []
  #looked = 0
  #isOver = false

  private constructor(
    readonly response: Response,
    controller: AbortController,
  ) {
    this.#controller = controller
    this.ended = this.#read()
      .catch(() => undefined)
      .finally(() => this.#finish())
  }

  /** Opens a stream, which must be one. */
  static async open(url: string, headers: Record<string, string>): Promise<EventReader> {
    const controller = new AbortController()
    const response = await fetch(url, { headers, signal: controller.signal })
    const type = response.headers.get('content-type')
    if (response.status !== 200 || type !== 'text/event-stream') {
      throw new Error(`no stream: ${response.status} ${await response.text()}`)
    }
    return new EventReader(response, controller)
  }

  /** The next event that is accepted, after the one given last; those between are passed over. */
  next(type: string, accepts: (data: ReadEvent['data']) => boolean = () => true): Promise<ReadEvent> {
    return new Promise((resolve, reject) => {
      this.#waits.push({ accepts: (event) => event.type === type && accepts(event.data), resolve, reject })
      this.#serve()
    })
  }

  /** Sequence numbers of the messages, as they came. */
  seqs(): number[] {
    return this.events.filter(({ type }) => type === 'message').map(({ data }) => data.seq)
  }

  close(): void {
    this.#controller.abort()
  }

  async #read(): Promise<void> {
    const decoder = new TextDecoder()
    let text = ''
    for await (const chunk of this.response.body ?? []) {
      text += decoder.decode(chunk, { stream: true })
      const blocks = text.split('\n\n')
      text = blocks.pop() ?? ''
      this.comments += blocks.filter((block) => block.startsWith(':')).length
      this.events.push(...blocks.flatMap(parseBlock))
      this.#serve()
    }
  }

  #serve(): void {
    for (let wait = this.#waits[0]; wait; wait = this.#waits[0]) {
      const event = this.events.slice(this.#looked).find(wait.accepts)
      if (event) {
        this.#looked = this.events.indexOf(event) + 1
        wait.resolve(event)
      } else if (this.#isOver) wait.reject(new Error('the stream ended'))
      else return
      this.#waits.shift()
    }
  }

  #finish(): void {
    this.#isOver = true
    this.#serve()
  }
}

function parseBlock(block: string): ReadEvent[] {
  const fields = new Map(
    block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
  )
  const data = fields.get('data')
  return data === undefined ? [] : [{ type: fields.get('event') ?? '', id: fields.get('id'), data: JSON.parse(data) }]
}
