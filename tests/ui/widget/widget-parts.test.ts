import { afterEach, describe, expect, it, jest } from '@jest/globals'
import { isSafeHref, linkText } from '../../../src/platform/text/rich-links.js'
import { backoffMs } from '../../../src/ui/kit/browser.js'
import { formatDay, formatMoment } from '../../../src/ui/kit/moment-in-words.js'
import { checkContact } from '../../../src/ui/widget/check-contact.js'
import { looksSensitive, textAreaHeight } from '../../../src/ui/widget/composer.js'
import { readConfiguration } from '../../../src/ui/widget/configuration.js'
import { EMPTY_DRAFT } from '../../../src/ui/widget/empty-draft.js'
import { EventStream, type StreamPort } from '../../../src/ui/widget/event-stream.js'

describe('readConfiguration', () => {
  it('finds the API beside the script, wherever the page and the proxy are', () => {
    const at = (src: string) => readConfiguration({ src, dataset: { commune: 'villebourg' } }, 'fr-FR')
    expect(at('https://chat.ville.example/widget.js').apiBase).toBe('https://chat.ville.example/api/v1')
    expect(at('https://ville.example/guichet/widget.js?v=2').apiBase).toBe('https://ville.example/guichet/api/v1')
    expect(at('https://ville.example/assets/widget.js').assetBase).toBe('https://ville.example/assets/')
  })

  it('speaks the asked language, else the page’s, else French', () => {
    const language = (asked: string | undefined, page: string) =>
      readConfiguration({ src: '', dataset: { ...(asked && { language: asked }) } }, page).language
    expect([
      language('en', 'fr'),
      language(undefined, 'en-GB'),
      language(undefined, 'de'),
      language('fr', 'en'),
      language('ar', 'fr'),
      language(undefined, 'uk-UA'),
    ]).toEqual(['en', 'en', 'fr', 'fr', 'ar', 'uk'])
  })
})

describe('linkText', () => {
  const hrefs = (text: string, emergency = false) => linkText(text, emergency).flatMap(({ href }) => href ?? [])

  it('finds phone numbers as people write them', () => {
    expect(hrefs('Au 02 61 91 00 00, au 02.61.91.00.00 ou au +33 2 61 91 00 00.')).toEqual([
      'tel:0261910000',
      'tel:0261910000',
      'tel:+33261910000',
    ])
    expect(hrefs('Au 02\u00a061\u202f91 00 00')).toEqual(['tel:0261910000'])
  })

  it('leaves longer numbers alone', () => {
    expect(hrefs('SIRET 21450990200019, dossier 02619100001')).toEqual([])
  })

  it('links web addresses without the punctuation that follows', () => {
    expect(hrefs('Voir https://www.service-public.fr/x.')).toEqual(['https://www.service-public.fr/x'])
  })

  it('links short numbers in an emergency only, and 114 by SMS', () => {
    const text = 'Appelez le 15, le 18, le 3919 ou le 114. Il est 15 h.'
    expect(hrefs(text)).toEqual([])
    expect(hrefs(text.slice(0, 40), true)).toEqual(['tel:15', 'tel:18', 'tel:3919', 'sms:114'])
  })

  it('loses no character', () => {
    const text = 'Le 02 61 91 00 00, puis https://a.example/b, enfin le 15.'
    expect(
      linkText(text, true)
        .map((span) => span.text)
        .join(''),
    ).toBe(text)
  })
})

describe('isSafeHref', () => {
  it('follows the web, phones, mail and the same site only', () => {
    const addresses = [
      'https://a.example',
      'tel:15',
      'mailto:a@b.fr',
      '/demarches',
      'javascript:alert(1)',
      '//evil.example',
      'data:text/html,x',
      '',
    ]
    expect(addresses.map(isSafeHref)).toEqual([true, true, true, true, false, false, false, false])
  })
})

describe('dates', () => {
  it('says a day in words', () => {
    expect(formatDay('2024-02-02', 'fr')).toBe('2 février 2024')
    expect(formatDay('2026-03-01', 'fr')).toBe('1er mars 2026')
    expect(formatDay('2024-02-02', 'en')).toBe('2 February 2024')
  })

  it('says the hour today, and the day before the hour otherwise', () => {
    const now = new Date(2026, 10, 24, 18, 0)
    expect(formatMoment(new Date(2026, 10, 24, 9, 5).toISOString(), 'fr', { now })).toBe('9\u00a0h\u00a005')
    expect(formatMoment(new Date(2026, 10, 1, 14, 30).toISOString(), 'fr', { now })).toBe(
      '1er novembre, 14\u00a0h\u00a030',
    )
    expect(formatMoment(new Date(2026, 10, 24, 9, 5).toISOString(), 'en', { now })).toBe('9:05')
  })
})

describe('looksSensitive', () => {
  it('sees cards, social security numbers and IBANs, spaced or not', () => {
    const typed = [
      '4970 1012 3456 7890',
      '4970101234567890',
      '2 84 05 45 123 456 78',
      '184059912345678',
      'FR76 3000 6000 0112 3456 7890 189',
    ]
    expect(typed.map(looksSensitive)).toEqual(typed.map(() => true))
  })

  it('leaves phones, dates, post codes and ordinary questions alone', () => {
    const typed = [
      '06 12 34 56 78',
      'le 12/03/2024 à 14 h 30',
      '45990 Villebourg',
      'carte d’identité perdue',
      'le permis PC 045 990 24 A0012',
    ]
    expect(typed.map(looksSensitive)).toEqual(typed.map(() => false))
  })
})

describe('checkContact', () => {
  const t = (key: string) => key

  it('asks for what is missing, field by field', () => {
    expect(checkContact(EMPTY_DRAFT, t)).toEqual({ name: 'nameMissing', phone: 'contactOne', text: 'textMissing' })
  })

  it('is satisfied with one way to answer', () => {
    expect(checkContact({ name: 'Ana', phone: '', email: 'ana@exemple.fr', text: 'Bonjour' }, t)).toEqual({})
  })
})

describe('textAreaHeight', () => {
  it('grows with the text, to five lines', () => {
    expect(textAreaHeight(44, 24, 20)).toBe(44)
    expect(textAreaHeight(92, 24, 20)).toBe(92)
    expect(textAreaHeight(500, 24, 20)).toBe(140)
  })
})

describe('backoffMs', () => {
  it('doubles to 15 s, and never waits less than half', () => {
    expect([1, 2, 3, 9].map((failures) => backoffMs(failures, 0))).toEqual([250, 500, 1000, 7500])
    expect([1, 2, 3, 9].map((failures) => backoffMs(failures, 1))).toEqual([500, 1000, 2000, 15000])
  })
})

describe('EventStream', () => {
  afterEach(() => void jest.useRealTimers())

  function port(more: Partial<StreamPort>): StreamPort & { lost: boolean[]; reads: () => number } {
    const lost: boolean[] = []
    let reads = 0
    return {
      open: () => Promise.reject(new Error('blocked')),
      catchUp: async () => {
        reads += 1
      },
      onEvent: () => {},
      onLost: (value) => lost.push(value),
      isFinal: () => false,
      ...more,
      lost,
      reads: () => reads,
    }
  }

  it('polls while streams are blocked, and does not call the server lost', async () => {
    jest.useFakeTimers()
    const blocked = port({})
    const stream = new EventStream(blocked)
    await jest.advanceTimersByTimeAsync(30_000)
    expect(blocked.reads()).toBeGreaterThanOrEqual(6)
    expect(blocked.lost).not.toContain(true)
    stream.stop()
    const { length } = blocked.lost
    await jest.advanceTimersByTimeAsync(30_000)
    expect(blocked.lost).toHaveLength(length)
  })

  it('says that the server is lost, then found again', async () => {
    jest.useFakeTimers()
    let up = false
    const away = port({ catchUp: () => (up ? Promise.resolve() : Promise.reject(new Error('away'))) })
    const stream = new EventStream(away)
    await jest.advanceTimersByTimeAsync(3_000)
    expect(away.lost.at(-1)).toBe(true)
    up = true
    await jest.advanceTimersByTimeAsync(20_000)
    expect(away.lost.at(-1)).toBe(false)
    stream.stop()
  })

  it('stops for good when the conversation is gone', async () => {
    jest.useFakeTimers()
    let opened = 0
    const gone = port({
      open: () => {
        opened += 1
        return Promise.reject(new Error('404'))
      },
      isFinal: () => true,
    })
    new EventStream(gone)
    await jest.advanceTimersByTimeAsync(60_000)
    expect(opened).toBe(1)
  })
})
