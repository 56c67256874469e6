import { describe, expect, it } from '@jest/globals'
import { beforeAsking, saidBefore } from '../../src/assistant/before-asking.js'
import type { Speaker } from '../../src/assistant/turn-draft.js'
import { loadMessages } from '../../src/assistant/words/messages.js'
import { loadEntries } from '../../src/features/entries/catalogue/load-entries.js'
import type { Aspect } from '../../src/features/entries/model/aspect.js'
import type { Entry, Short } from '../../src/platform/model/entry.js'
import type { RecognisedLanguage } from '../../src/platform/model/language.js'
import { sayIn } from '../../src/platform/model/say.js'
import { intentsDir, knowledgeDir, villebourg } from '../features/entries/installed.js'
import { entry } from '../features/entries/sample-entry.js'

const say = await loadMessages(knowledgeDir)
const offices = (await loadEntries({ knowledgeDir, intentsDir })).filter(({ office }) => office)

function named(title: string, short: Short): Entry {
  return { ...entry(title, title), short }
}
function office(id: string): Entry {
  const found = offices.find((one) => one.id === id)
  if (!found) throw new Error(`no ${id}`)
  return found
}
function told(
  entries: Entry[],
  aspects: Aspect[],
  { confidences = [0.3, 0.1, 0.3], language = 'fr' as RecognisedLanguage } = {},
) {
  const turn = {
    snapshot: { commune: villebourg },
    say: sayIn(say, language),
    language,
    momentIn: () => ({ now: new Date() }),
  } as unknown as Speaker
  return beforeAsking({ entries, confidences, aspects }, turn).replace(/[\u00a0\u202f]/g, ' ')
}

describe('what is said before which entry is meant is asked', () => {
  const lost = named('Carte perdue', { cost: '25 €.' })
  const old = named('Carte à renouveler', { cost: 'C’est gratuit.' })

  it('is what each says of what was asked, a line each', () => {
    expect(told([lost, old], ['cost'])).toBe('• Carte perdue : 25 €.\n• Carte à renouveler : C’est gratuit.')
  })

  it('is said once where several say the same, and by those that say something', () => {
    const young = named('Carte d’un enfant', { cost: 'C’est gratuit.' })
    expect(told([old, young, named('Photo', {})], ['cost'])).toBe(
      'Carte à renouveler et Carte d’un enfant : C’est gratuit.',
    )
  })

  it('is nothing where nothing was asked, or where none is in the language that is spoken', () => {
    expect(told([lost, old], [])).toBe('')
    expect(told([lost, old], ['steps'])).toBe('')
    expect(told([lost, old], ['cost'], { language: 'uk' })).toBe('')
  })

  it('names the offices that it probably is, where one of them is as likely meant as not', () => {
    const proposed = [office('office-caf'), lost, office('office-action-logement')]
    expect(told(proposed, [])).toMatch(
      /^Ce n’est sans doute pas la mairie qui s’en occupe, mais la CAF .* ou .*Action Logement/,
    )
    expect(told(proposed, [], { language: 'es' })).toMatch(/^Probablemente no lo lleva el ayuntamiento, sino la CAF/)
    expect(told(proposed, [], { confidences: [0.3, 0.5, 0.1] })).toBe('')
    expect(told([lost, office('office-caf')], [], { confidences: [0.4, 0.5] })).toContain('mais la CAF')
    expect(told([lost, old], [], { confidences: [0.5, 0.4] })).toBe('')
  })

  it('comes before the question, on lines of its own', () => {
    const question = { type: 'choice' as const, text: 'Laquelle ?', options: [] }
    expect(saidBefore(question, 'Perdue : 25 €.')).toEqual({ ...question, text: 'Perdue : 25 €.\nLaquelle ?' })
    expect(saidBefore(question, '')).toBe(question)
  })
})
