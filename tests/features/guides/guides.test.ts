import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { hearAnswers } from '../../../src/assistant/guides/hear-answers.js'
import { loadGuidedEntries } from '../../../src/features/entries/catalogue/load-guides.js'
import { fillVariables } from '../../../src/features/entries/render/render-answer.js'
import { beginGuide, type Guide, nextStep } from '../../../src/platform/model/guide.js'
import { idsIn, intentsDir, knowledgeDir, readIntent, villebourg } from '../entries/installed.js'

const entries = await loadGuidedEntries({ knowledgeDir, intentsDir })
const guided = entries.flatMap(({ id, guide }) => (guide ? [[id, guide] as const] : []))
const guides = [...new Map(guided.map(([, guide]) => [guide.id, guide])).values()]
const entities = idsIn(join(intentsDir, 'entities'), '.json')

function readEntity(name: string): { name: string; occurrences: { name: string; synonyms: string[] }[] } {
  return JSON.parse(readFileSync(join(intentsDir, 'entities', `${name}.json`), 'utf8'))
}

function guideOf(entryId: string): Guide {
  const guide = guided.find(([id]) => id === entryId)?.[1]
  if (!guide) throw new Error(`no guide begins by ${entryId}`)
  return guide
}

describe('the installed guides', () => {
  it('are at least twelve, each entered', () => {
    expect(guides.length).toBeGreaterThanOrEqual(12)
    expect(guides.map(({ id }) => id).sort()).toEqual(idsIn(join(knowledgeDir, 'guides'), '.json'))
  })

  it('are in intents only through entities that exist, all of them used', () => {
    const named = idsIn(intentsDir, '.json').flatMap((id) => readIntent(id).slots.flatMap((slot) => slot.entities))
    expect([...new Set([...named, 'guide-commands'])].sort()).toEqual(entities)
  })

  it.each(guides.map((guide) => [guide.id, guide] as const))('%s is short and plain', (_, guide) => {
    const labels = guide.questions.flatMap(({ choices }) => choices.map(({ label }) => label))
    expect(labels.filter((label) => label.length > 45)).toEqual([])
    for (const { text } of guide.questions) {
      expect(text).toMatch(/ \?$/)
      expect(text.length).toBeLessThanOrEqual(100)
    }
    for (const { note = '' } of guide.branches) {
      expect(note.length).toBeLessThanOrEqual(300)
      expect(fillVariables(note, villebourg)).not.toContain('{{')
    }
  })

  it.each(
    guides.flatMap((guide) => guide.questions.map((question) => [`${guide.id} ${question.slot}`, question] as const)),
  )('%s hears every choice in words', (_, { choices }) => {
    for (const { value, words } of choices) expect([value, words.length > 0]).toEqual([value, true])
  })
})

describe.each(entities)('intents/entities/%s.json', (name) => {
  it('is a Botpress list entity whose words mean one value each', () => {
    const { name: written, occurrences } = readEntity(name)
    expect(written).toBe(name)
    const words = occurrences.flatMap(({ synonyms }) => synonyms)
    expect(words.filter((word, at) => words.indexOf(word) !== at)).toEqual([])
    expect(words.filter((word) => word.trim() !== word || word === '')).toEqual([])
  })
})

describe('what is already said is not asked again', () => {
  it.each<[string, string, Record<string, string>, string]>([
    [
      'passeport-renouvellement',
      'renouveler le passeport de mon fils de 8 ans',
      { age: 'mineur', situation: 'a-renouveler' },
      'passeport-mineur',
    ],
    [
      'passeport-perte-vol',
      'on a volé le passeport de ma fille',
      { age: 'mineur', situation: 'vole' },
      'passeport-mineur',
    ],
    [
      'carte-identite-perte-vol',
      'mon mari a perdu sa carte',
      { age: 'majeur', situation: 'perdu' },
      'carte-identite-perte-vol',
    ],
    [
      'carte-identite-renouvellement',
      'mon fils de 20 ans a une carte périmée',
      { age: 'majeur', situation: 'a-renouveler' },
      'carte-identite-renouvellement',
    ],
    ['acte-naissance-copie', 'acte de naissance, je suis né en France', { lieu: 'france' }, 'acte-naissance-copie'],
    [
      'inscription-liste-electorale',
      'je viens de déménager, comment voter',
      { situation: 'demenagement' },
      'inscription-electorale-demenagement',
    ],
    ['encombrants', 'où jeter mon vieux frigo', { objet: 'appareil' }, 'dechets-electriques'],
    [
      'pacs-modifier-dissoudre',
      'rompre un pacs tout seul',
      { but: 'rompre', accord: 'seul' },
      'pacs-modifier-dissoudre',
    ],
    [
      'declaration-prealable-travaux',
      'agrandissement de 15 m²',
      { type: 'agrandissement', surface: 'petite' },
      'declaration-prealable-travaux',
    ],
    ['logement-social-demande', 'je dois renouveler ma demande', { besoin: 'renouveler' }, 'logement-social-demande'],
  ])('%s: "%s"', (entryId, text, values, end) => {
    const guide = guideOf(entryId)
    const heard = hearAnswers(guide, text, null)
    expect(heard.values).toEqual(values)
    expect(nextStep(guide, beginGuide(guide, entryId, heard.values))).toMatchObject({
      kind: 'end',
      end: { entryId: end },
    })
  })

  it.each([
    ['passeport-perte-vol', 'mon passeport est perdu ou volé, je ne sais pas', 'age'],
    ['passeport-perte-vol', 'mon vol est demain et je ne trouve pas mon passeport', 'situation'],
    ['carte-identite-perte-vol', "je n'ai pas perdu ma carte", 'situation'],
    ['acte-naissance-copie', 'acte de naissance', 'lieu'],
    ['passeport-perte-vol', 'le passeport perdu de mon fils de 35 ans', 'age'],
  ])('%s: "%s" leaves a question', (entryId, text, slot) => {
    const guide = guideOf(entryId)
    const { values } = hearAnswers(guide, text, null)
    expect(values[slot]).toBeUndefined()
    expect(nextStep(guide, beginGuide(guide, entryId, values)).kind).toBe('ask')
  })
})
