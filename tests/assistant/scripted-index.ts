import type { SearchCandidate, SearchIndex, SearchOptions, SearchResult } from '../../src/search/search-index.js'

/** Confidences by entry id, best first. */
export type Script = Record<string, number>

/** A search whose results are written by the test: the policy answers from 0.7 with a lead of 0.2, and asks back from 0.4. */
export class ScriptedIndex implements SearchIndex {
  readonly size = 8
  /** `null`: words alone are searched. */
  encoderVersion: string | null = 'encoder-1'
  /** Whether messages in other languages have a calibration. */
  isFittedAbroad = true
  readonly degraded = null
  /** What the first confidence was before a refit. */
  calibrated: SearchResult['calibrated']
  /** Texts that were searched. */
  readonly searched: string[] = []
  /** Those of them that were searched as being in another language than French. */
  readonly searchedAbroad: string[] = []
  #scripts = new Map<string, Script>()
  #noticed = new Map<string, SearchResult['noticed']>()
  #byDefault: Script | Error = {}
  #matchedWords: string[] = []
  #gate: Promise<void> = Promise.resolve()

  /** What every search finds, and by which words, unless {@link on} says otherwise; an error makes it fail. */
  finds(script: Script | Error, matchedWords: string[] = []): void {
    this.#byDefault = script
    this.#matchedWords = matchedWords
  }

  /** What the search of one text notices beside its candidates. */
  notices(text: string, noticed: Script): void {
    this.#noticed.set(text, new Map(Object.entries(noticed)))
  }

  /** What one text finds. */
  on(text: string, script: Script): void {
    this.#scripts.set(text, script)
  }

  /** Holds every search until the returned function is called. */
  hold(): () => void {
    let release = () => {}
    this.#gate = new Promise((resolve) => {
      release = resolve
    })
    return release
  }

  async search(text: string, { isOtherLanguage = false }: SearchOptions = {}): Promise<SearchResult> {
    this.searched.push(text)
    if (isOtherLanguage) this.searchedAbroad.push(text)
    await this.#gate
    const script = this.#scripts.get(text) ?? this.#byDefault
    if (script instanceof Error) throw script
    return {
      candidates: Object.entries(script).map(([id, confidence]) => ({
        ...candidate(id, confidence),
        matchedWords: this.#matchedWords,
      })),
      policy: { answer: 0.7, gap: 0.2, floor: 0.4, choice: 0.04 },
      encoderVersion: this.encoderVersion,
      noticed: this.#noticed.get(text) ?? new Map(),
      ...(this.calibrated ? { calibrated: this.calibrated } : {}),
      ...(isOtherLanguage && this.isFittedAbroad && this.encoderVersion !== null ? { isOtherLanguage } : {}),
      durationsMs: { encode: 1, lexical: 1, dense: 1, fuse: 1 },
    }
  }
}

function candidate(id: string, confidence: number): SearchCandidate {
  const features = { lexicalTitle: 0.5 } as SearchCandidate['features']
  return { id, title: `Titre de ${id}`, confidence, features, nearest: `question de ${id}`, matchedWords: [] }
}
