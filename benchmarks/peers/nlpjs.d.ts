/** The parts of nlp.js that the benchmark uses: its packages carry no types. */
declare module '@nlpjs/core' {
  export interface Container {
    use(plugin: unknown): void
  }
  export function containerBootstrap(): Promise<Container>
}

declare module '@nlpjs/lang-fr' {
  export const LangFr: unknown
}

declare module '@nlpjs/nlu' {
  export class NluNeural {
    constructor(settings: { locale: string; container: unknown; log: boolean; keepStopwords?: boolean })
    train(corpus: { utterance: string; intent: string }[], settings: { log: boolean }): Promise<unknown>
    process(utterance: string): Promise<{ classifications: { intent: string; score: number }[] }>
  }
}
