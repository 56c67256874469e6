import type { Language } from '../../../platform/model/language.js'

/** What is used of the browser's recognition of speech, which not every browser has. */
export interface Recognition {
  lang: string
  continuous: boolean
  interimResults: boolean
  processLocally: boolean
  onresult: ((event: RecognitionEvent) => void) | null
  onerror: ((event: { error: string }) => void) | null
  onend: (() => void) | null
  start(): void
  stop(): void
  abort(): void
}

/** What has been heard since `resultIndex`. */
export interface RecognitionEvent {
  resultIndex: number
  results: ArrayLike<{ isFinal: boolean; 0: { transcript: string } }>
}

interface RecognitionClass {
  new (): Recognition
  available?: (options: { langs: string[]; processLocally: true }) => Promise<string>
}

/** `tag`: it is recognised on the device, under this name. `far`: only by a service elsewhere, as far as the browser tells. `none`: not at all. */
export type Recognised = { tag: string } | 'far' | 'none'

/** Names by which browsers know the language, best first. */
const TAGS: Record<Language, readonly string[]> = {
  fr: ['fr-FR'],
  en: ['en-GB', 'en-US'],
  ar: ['ar-SA', 'ar-EG'],
  pt: ['pt-PT', 'pt-BR'],
  es: ['es-ES'],
  uk: ['uk-UA'],
  ru: ['ru-RU'],
  tr: ['tr-TR'],
  ro: ['ro-RO'],
}

function recognitionClass(): RecognitionClass | undefined {
  const { SpeechRecognition, webkitSpeechRecognition } = globalThis as {
    SpeechRecognition?: RecognitionClass
    webkitSpeechRecognition?: RecognitionClass
  }
  return SpeechRecognition ?? webkitSpeechRecognition
}

/**
 * Whether the question may be put at all. A page that is not secure gets no microphone. Programs that are built on Chromium and name nothing else (kiosks,
 * tools that drive a browser) have the question without its answer: it ends the page.
 */
function mayAsk(): boolean {
  const { isSecureContext, navigator } = globalThis as {
    isSecureContext?: boolean
    navigator?: { userAgentData?: { brands: readonly { brand: string }[] } }
  }
  const brands = navigator?.userAgentData?.brands
  return (
    isSecureContext === true &&
    (!brands || brands.some(({ brand }) => !/chromium|headless|not.{0,40}brand/i.test(brand)))
  )
}

/** Asks the browser whether it recognises a language on the device itself, now. Whatever it does not promise is taken for a service elsewhere. */
export async function askRecognition(language: Language): Promise<Recognised> {
  const Class = recognitionClass()
  if (!Class) return 'none'
  if (!Class.available || !('processLocally' in Class.prototype) || !mayAsk()) return 'far'
  for (const tag of TAGS[language]) {
    const state = await Class.available({ langs: [tag], processLocally: true }).catch(() => 'unavailable')
    if (state === 'available') return { tag }
  }
  return 'far'
}

/** A recognition that stays on the device. @throws when the browser has none after all */
export function localRecognition(tag: string): Recognition {
  const Class = recognitionClass()
  if (!Class || !('processLocally' in Class.prototype)) throw new Error('no recognition on the device')
  const recognition = new Class()
  recognition.processLocally = true
  recognition.lang = tag
  recognition.continuous = true
  recognition.interimResults = true
  return recognition
}
