import { describe, expect, it } from '@jest/globals'
import { composeClarification } from '../../src/assistant/compose.js'
import { createTellApart, fitInQuestion } from '../../src/assistant/tell-apart.js'
import { loadMessages } from '../../src/assistant/words/messages.js'
import { readTable } from '../../src/assistant/words/tables.js'
import type { Language } from '../../src/platform/model/language.js'
import { sayIn } from '../../src/platform/model/say.js'
import { frenchTypography } from '../../src/platform/text/typography.js'
import { idsIn, intentsDir, knowledgeDir, readEntry } from '../features/entries/installed.js'

const say = await loadMessages(knowledgeDir)
const tellApart = createTellApart(await readTable('titles', { intentsDir }))

function ask(ids: string[], language: Language = 'fr') {
  const payload = composeClarification(ids.map(readEntry), language, { say: sayIn(say, language), tellApart })
  if (payload.type !== 'choice') throw new Error('a choice was expected')
  const options = payload.options.filter(({ value }) => value.startsWith('entry:'))
  return {
    question: payload.text,
    labels: options.map(({ label }) => label),
    values: options.map(({ value }) => value),
  }
}

/** Without the spaces that typography makes unbreakable. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ').replace(/’/g, "'")

describe('a question that tells entries apart', () => {
  it.each([
    [
      ['acte-mariage-copie', 'acte-naissance-copie'],
      "Demander une copie ou un extrait d'acte : de mariage ou de naissance ?",
      ['De mariage', 'De naissance'],
    ],
    [
      ['creche-inscription', 'cantine-inscription', 'inscription-ecole-maternelle'],
      "Inscrire son enfant : à la crèche, à la cantine ou à l'école maternelle ?",
      ['À la crèche', 'À la cantine', "À l'école maternelle"],
    ],
    [
      ['carte-identite-renouvellement', 'carte-identite-perte-vol', 'carte-identite-premiere-demande'],
      "Carte d'identité : de quoi s'agit-il ?",
      ['Renouveler', 'Perdue ou volée', "Faire une première carte d'identité (adulte)"],
    ],
    [
      ['passeport-renouvellement', 'passeport-perte-vol'],
      "Passeport : de quoi s'agit-il ?",
      ['Renouveler', 'Perdu ou volé'],
    ],
    [
      ['concession-achat', 'concession-renouvellement'],
      "Concession au cimetière : de quoi s'agit-il ?",
      ['Acheter', 'Renouveler'],
    ],
    [
      ['passeport-renouvellement', 'carte-identite-renouvellement'],
      "Renouveler : son passeport ou sa carte d'identité ?",
      ['Son passeport', "Sa carte d'identité"],
    ],
  ])('of %j: %s', (ids, question, labels) => {
    const asked = ask(ids)
    expect(plain(asked.question)).toBe(question)
    expect(asked.labels.map(plain)).toEqual(labels)
    expect(asked.values).toEqual(ids.map((id) => `entry:${id}`))
  })

  it('names the subjects of two entries that have nothing in common', () => {
    expect(plain(ask(['cantine-menus', 'permis-construire']).question)).toBe(
      "Votre question porte-t-elle sur l'école et la cantine, ou sur le logement et les travaux ?",
    )
  })

  it('leaves the titles to speak when nothing shorter is clear', () => {
    expect(ask(['permis-construire', 'declaration-prealable-travaux']).question).toBe(say('fr', 'clarification'))
    expect(
      tellApart(['J’ai perdu mon chat', 'J’ai trouvé un chat'].map((title) => ({ title, category: 'animaux' }))),
    ).toEqual({
      kind: 'titles',
      labels: ['J’ai perdu mon chat', 'J’ai trouvé un chat'],
    })
  })

  it('does not join a birth and a death, nor a passport and a grave, by their verb', () => {
    for (const ids of [
      ['declaration-naissance', 'declaration-deces'],
      ['passeport-renouvellement', 'concession-renouvellement'],
    ])
      expect(ask(ids).question).not.toMatch(/^(?:Déclarer|Renouveler)/)
  })

  it('keeps French titles whole in English', () => {
    const { question, labels } = ask(['acte-mariage-copie', 'acte-naissance-copie'], 'en')
    expect(question).toBe('I see several possible answers. Which one is yours?')
    expect(labels.map(plain)).toEqual(['acte-mariage-copie', 'acte-naissance-copie'].map((id) => readEntry(id).title))
    expect(ask(['cantine-menus', 'permis-construire'], 'en').question).toMatch(/^Is your question about school/)
  })

  it('asks about one entry as before', () => {
    expect(ask(['permis-construire']).question).toBe(say('fr', 'answer.unsure'))
  })

  it('is said whole only when it is short and has one "ou"', () => {
    expect(fitInQuestion(['à la crèche', 'à la cantine'])).toBe(true)
    expect(fitInQuestion(['de construire', "de démolir ou d'aménager"])).toBe(false)
    expect(fitInQuestion(['x'.repeat(40), 'y'.repeat(40)])).toBe(false)
  })
})

describe('of any two installed entries', () => {
  const entries = idsIn(knowledgeDir, '.md').map(readEntry)
  const pairs = entries.flatMap((a, index) => entries.slice(index + 1).map((b) => [a, b] as const))
  const wordsIn = (text: string) =>
    plain(text)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []

  it('labels differ, are never empty, and with the question hold the words of the titles', () => {
    for (const pair of pairs) {
      const distinction = tellApart(pair)
      const [one = '', two = ''] = distinction.labels
      expect(one.toLowerCase()).not.toBe(two.toLowerCase())
      const subject = 'subject' in distinction ? distinction.subject : ''
      pair.forEach(({ title }, index) => {
        const label = distinction.labels[index] ?? ''
        expect(wordsIn(label).length).toBeGreaterThan(0)
        const said = new Set([...wordsIn(subject), ...wordsIn(label)].map((word) => word.replace(/[sx]$/, '')))
        const lost = wordsIn(title).filter((word) => word.length > 3 && !said.has(word.replace(/[sx]$/, '')))
        expect({ title, label, subject, lost }).toMatchObject({ lost: [] })
      })
    }
  })

  it('questions have French typography', () => {
    for (const [a, b] of pairs.filter((_, index) => index % 101 === 0)) {
      const { question } = ask([a.id, b.id])
      expect(question).toBe(frenchTypography(question))
      expect(question).toMatch(/^\p{Lu}/u)
    }
  })
})
