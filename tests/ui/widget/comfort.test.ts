import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Message } from '../../../src/platform/model/conversation.js'
import { LANGUAGES } from '../../../src/platform/model/language.js'
import type { Payload } from '../../../src/platform/model/payload.js'
import {
  type ComfortChoice,
  formatChoice,
  NO_CHOICE,
  parseChoice,
  stepSize,
  TEXT_SIZES,
} from '../../../src/ui/widget/extras/comfort-choice.js'
import { Dictaphone, type DictationProblem } from '../../../src/ui/widget/extras/dictaphone.js'
import { spokenLanguage, spokenPieces } from '../../../src/ui/widget/extras/listen.js'
import { hasFarVoice, localVoice, type VoiceLike } from '../../../src/ui/widget/extras/local-voice.js'
import { askRecognition, type Recognition } from '../../../src/ui/widget/extras/recognition.js'
import { Reader } from '../../../src/ui/widget/extras/speech.js'
import { fc } from '../../properties.js'
import { BIRTH_CERTIFICATE_CARD, CLARIFICATION, GUIDED_CARD, PLACES } from '../fake-payloads.js'

const globals = globalThis as Record<string, unknown>

describe('what is remembered of a choice', () => {
  it('is read as it was written, and nothing is written for who has chosen nothing', () => {
    const choices = fc.record({
      size: fc.constantFrom(...TEXT_SIZES),
      reading: fc.boolean(),
      dictation: fc.boolean(),
    }) as fc.Arbitrary<ComfortChoice>
    fc.assert(fc.property(choices, (choice) => expect(parseChoice(formatChoice(choice))).toEqual(choice)))
    expect(formatChoice(NO_CHOICE)).toBeNull()
    expect(formatChoice({ size: 125, reading: true, dictation: false })).toBe('125 reading')
  })

  it.each([null, '', '99', 'x y', '150000'])('is nothing when %j is stored', (stored) => {
    expect(parseChoice(stored)).toEqual(NO_CHOICE)
  })

  it('goes one size up or down, and stays at the ends', () => {
    expect([stepSize(100, 1), stepSize(125, 1), stepSize(150, 1)]).toEqual([125, 150, 150])
    expect([stepSize(150, -1), stepSize(100, -1), stepSize(150, 0)]).toEqual([125, 100, 100])
  })
})

describe('a voice', () => {
  const voice = (lang: string, localService: boolean, isDefault = false): VoiceLike => ({
    lang,
    localService,
    default: isDefault,
  })

  it('is of the device, in the language, and of the country where there is a choice', () => {
    const french = voice('fr-FR', true)
    const voices = [voice('fr-CA', true, true), voice('fr-FR', false), french, voice('uk_UA', true)]
    expect(localVoice(voices, 'fr')).toBe(french)
    expect(localVoice(voices, 'uk')?.lang).toBe('uk_UA')
    expect(localVoice(voices.slice(0, 2), 'fr')?.lang).toBe('fr-CA')
  })

  it('is none when the browser would send the text to a service', () => {
    const voices = [voice('fr-FR', false, true), voice('en-GB', true)]
    expect(localVoice(voices, 'fr')).toBeNull()
    expect([hasFarVoice(voices, 'fr'), hasFarVoice(voices, 'en'), hasFarVoice(voices, 'ar')]).toEqual([
      true,
      false,
      false,
    ])
  })
})

describe('what is read of a message', () => {
  const message = (payload: Payload, language: Message['language'] = 'fr') =>
    ({ id: 'm1', seq: 1, author: 'assistant', at: '2026-11-24T10:00:00Z', language, payload }) as Message
  const texts = (payload: Payload, simple = false) => spokenPieces(message(payload), simple).map(({ text }) => text)

  it('is the sentence that answers, the title of a card, what is asked most and its sections in order, sentence by sentence', () => {
    const read = texts(BIRTH_CERTIFICATE_CARD)
    expect(read.slice(0, 6)).toEqual([
      'C’est gratuit.',
      'La demande se fait auprès de la mairie du lieu de naissance, en ligne, au guichet ou par courrier.',
      'Demander une copie ou un extrait d’acte de naissance',
      'Délai : Tout de suite au guichet.',
      'Où s’adresser : À la mairie de la commune de naissance.',
      'En bref',
    ])
    const sections = ['En bref', 'Étapes', 'Pièces à fournir', 'Coût', 'Délai', 'Où s’adresser', 'En ligne']
    expect(read.filter((text) => sections.includes(text))).toEqual(sections)
    expect(read.at(-1)).toBe('Le téléservice national envoie votre demande à la bonne mairie.')
  })

  it('is the simplified version when that is what is shown', () => {
    expect(texts(BIRTH_CERTIFICATE_CARD, true).slice(2)).toEqual([
      'Demander une copie ou un extrait d’acte de naissance',
      'L’acte de naissance est un papier.',
      'Il prouve votre naissance.',
      'Cherchez le nom de la mairie.',
      'Demandez l’acte à cette mairie.',
    ])
  })

  it('says for which case an answer is', () => {
    expect(texts(GUIDED_CARD).slice(3, 5)).toEqual(['Votre cas : née en France', 'Écrivez à la mairie de naissance.'])
  })

  it('is a question and then its buttons, each in its language; a list, one item after the other', () => {
    expect(texts(CLARIFICATION).slice(-2)).toEqual(['Retirer ma carte électorale', 'Ce n’est pas ma question'])
    expect(texts(PLACES)).toContain('Téléphone : 02 61 91 01 01')
    const choice: Payload = {
      type: 'choice',
      text: 'Which one?',
      options: [{ label: 'Passeport', value: 'none', language: 'fr' }],
    }
    expect(spokenPieces(message(choice, 'en'), false)).toEqual([
      { text: 'Which one?', language: 'en' },
      { text: 'Passeport', language: 'fr' },
    ])
  })

  it('is in the language of the text, not of the interface', () => {
    expect(spokenLanguage(message(BIRTH_CERTIFICATE_CARD, 'ar'))).toBe('fr')
    expect(spokenLanguage(message({ type: 'text', text: 'Hello' }, 'en'))).toBe('en')
  })
})

describe('reading aloud', () => {
  const voice = { lang: 'fr-FR' } as SpeechSynthesisVoice
  const pieces = ['Un.', 'Deux.'].map((text) => ({ text, voice }))
  let said: SpeechSynthesisUtterance[]
  let cancelled: number

  beforeEach(() => {
    said = []
    cancelled = 0
    globals.SpeechSynthesisUtterance = class {
      constructor(readonly text: string) {}
    }
    globals.speechSynthesis = {
      speak: (utterance: SpeechSynthesisUtterance) => said.push(utterance),
      // A browser tells the interrupted sentence too.
      cancel: () => {
        cancelled += 1
        said.at(-1)?.onerror?.({} as SpeechSynthesisErrorEvent)
      },
    }
  })
  afterEach(() => {
    for (const name of ['SpeechSynthesisUtterance', 'speechSynthesis']) Reflect.deleteProperty(globals, name)
  })

  const end = (utterance?: SpeechSynthesisUtterance) => utterance?.onend?.({} as SpeechSynthesisEvent)

  it('goes from sentence to sentence, with the voice, and ends by itself', () => {
    const reader = new Reader(() => {})
    reader.start('m1', pieces, () => {})
    expect(said.map(({ text }) => text)).toEqual(['Un.'])
    end(said[0])
    expect(said.map(({ text, voice: by, lang }) => [text, by, lang])).toEqual([
      ['Un.', voice, 'fr-FR'],
      ['Deux.', voice, 'fr-FR'],
    ])
    expect(reader.messageId).toBe('m1')
    end(said[1])
    expect(reader.messageId).toBeNull()
  })

  it('stops at once, says nothing more, and does not call that a failure', () => {
    let failures = 0
    const reader = new Reader(() => {})
    reader.start('m1', pieces, () => {
      failures += 1
    })
    reader.stop()
    end(said[0])
    expect([said.length, cancelled, failures, reader.messageId]).toEqual([1, 1, 0, null])
    reader.stop()
    expect(cancelled).toBe(1)
  })

  it('reads one message at a time', () => {
    const reader = new Reader(() => {})
    reader.start('m1', pieces, () => {})
    reader.start('m2', pieces, () => {})
    end(said[0])
    expect([said.length, cancelled, reader.messageId]).toEqual([2, 1, 'm2'])
  })

  it('says once that the device cannot, and is silent', () => {
    let failures = 0
    const reader = new Reader(() => {})
    reader.start('m1', pieces, () => {
      failures += 1
    })
    said[0]?.onerror?.({} as SpeechSynthesisErrorEvent)
    expect([failures, reader.messageId]).toEqual([1, null])
  })
})

describe('dictation', () => {
  let made: FakeRecognition[]
  let state: string

  class FakeRecognition {
    static asked: unknown[] = []
    static available = async (options: unknown) => {
      FakeRecognition.asked.push(options)
      return state
    }
    onresult: Recognition['onresult'] = null
    onerror: Recognition['onerror'] = null
    onend: Recognition['onend'] = null
    aborted = false
    constructor() {
      made.push(this)
    }
    start() {}
    stop() {
      this.onend?.()
    }
    abort() {
      this.aborted = true
      this.onend?.()
    }
    hear(...words: [string, boolean][]) {
      this.onresult?.({
        resultIndex: 0,
        results: words.map(([transcript, isFinal]) => ({ isFinal, 0: { transcript } })),
      })
    }
  }

  beforeEach(() => {
    made = []
    state = 'available'
    FakeRecognition.asked = []
    globals.SpeechRecognition = FakeRecognition
    globals.isSecureContext = true
    nameBrowser('Chromium', 'Not=A?Brand', 'Google Chrome')
    Object.assign(FakeRecognition.prototype, { processLocally: false })
  })
  afterEach(() => {
    Reflect.deleteProperty(globals, 'SpeechRecognition')
    Reflect.deleteProperty(globals, 'webkitSpeechRecognition')
    Reflect.deleteProperty(globals, 'isSecureContext')
    Object.defineProperty(globalThis, 'navigator', { value: navigatorBefore, configurable: true })
  })

  const navigatorBefore = globalThis.navigator
  function nameBrowser(...brands: string[]) {
    const userAgentData = { brands: brands.map((brand) => ({ brand })) }
    Object.defineProperty(globalThis, 'navigator', { value: { userAgentData }, configurable: true })
  }

  it.each([[['Chromium', 'Not;A=Brand']], [['HeadlessChrome', 'Chromium', 'Not_A Brand']]])(
    'is not asked for in a program that names itself %j: the question would end the page',
    async (brands) => {
      nameBrowser(...brands)
      expect(await askRecognition('fr')).toBe('far')
      expect(FakeRecognition.asked).toEqual([])
    },
  )

  it('is not asked for on a page that is not secure', async () => {
    globals.isSecureContext = false
    expect([await askRecognition('fr'), FakeRecognition.asked]).toEqual(['far', []])
  })

  it('is offered only where the browser promises to recognise the language on the device', async () => {
    expect(await askRecognition('fr')).toEqual({ tag: 'fr-FR' })
    expect(FakeRecognition.asked).toEqual([{ langs: ['fr-FR'], processLocally: true }])
    for (const other of ['downloadable', 'downloading', 'unavailable']) {
      state = other
      for (const language of LANGUAGES) expect(await askRecognition(language)).toBe('far')
    }
    Reflect.deleteProperty(FakeRecognition.prototype, 'processLocally')
    state = 'available'
    expect(await askRecognition('fr')).toBe('far')
  })

  it('is not where the browser has an older recognition, fails, or has none', async () => {
    globals.SpeechRecognition = class {
      processLocally = true
      static available = () => Promise.reject(new Error('blocked'))
    }
    expect(await askRecognition('fr')).toBe('far')
    Reflect.deleteProperty(globals, 'SpeechRecognition')
    globals.webkitSpeechRecognition = class {}
    expect(await askRecognition('fr')).toBe('far')
    Reflect.deleteProperty(globals, 'webkitSpeechRecognition')
    expect(await askRecognition('fr')).toBe('none')
  })

  function dictate(text = '') {
    const field = { text, problems: [] as (DictationProblem | null)[] }
    const dictaphone = new Dictaphone(() => {})
    dictaphone.start('fr-FR', {
      read: () => field.text,
      write: (written) => {
        field.text = written
      },
      onEnd: (problem) => field.problems.push(problem),
    })
    return { field, dictaphone, recognition: made[0] as FakeRecognition & Recognition }
  }

  it('asks for the device alone, and writes what is heard after what is written', () => {
    const { field, dictaphone, recognition } = dictate('Bonjour,')
    expect([recognition.processLocally, recognition.lang, recognition.interimResults]).toEqual([true, 'fr-FR', true])
    recognition.hear(['je vou', false])
    expect(field.text).toBe('Bonjour, je vou')
    recognition.hear(['je voudrais un acte', true])
    expect(field.text).toBe('Bonjour, je voudrais un acte')
    expect(dictaphone.isListening).toBe(true)
    dictaphone.stop()
    expect([dictaphone.isListening, field.problems]).toEqual([false, [null]])
  })

  it('keeps what is corrected by hand meanwhile', () => {
    const { field, recognition } = dictate()
    recognition.hear(['acte de nessance', false])
    field.text = 'acte de naissance'
    recognition.hear(['acte de nessance', true])
    expect(field.text).toBe('acte de naissance')
    recognition.onresult?.({
      resultIndex: 1,
      results: [
        { isFinal: true, 0: { transcript: 'acte de nessance' } },
        { isFinal: true, 0: { transcript: ' pour ma fille' } },
      ],
    })
    expect(field.text).toBe('acte de naissance pour ma fille')
  })

  it('writes nothing more once dropped, and tells nobody', () => {
    const { field, dictaphone, recognition } = dictate()
    dictaphone.drop()
    recognition.hear(['trop tard', true])
    expect([field.text, field.problems, recognition.aborted, dictaphone.isListening]).toEqual(['', [], true, false])
  })

  it.each([
    ['not-allowed', 'microRefused'],
    ['language-not-supported', 'dictationFailed'],
    ['no-speech', null],
  ] as const)('ends on %s with %s', (error, problem) => {
    const { field, recognition } = dictate()
    recognition.onerror?.({ error })
    recognition.onend?.()
    expect(field.problems).toEqual([problem])
  })

  it('does not open the microphone where the device cannot after all', () => {
    Reflect.deleteProperty(FakeRecognition.prototype, 'processLocally')
    const { field, dictaphone } = dictate()
    expect([made.length, field.problems, dictaphone.isListening]).toEqual([0, ['dictationFailed'], false])
  })
})
