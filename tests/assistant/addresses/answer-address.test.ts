import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { addressTables, hearAsked, isStory } from '../../../src/assistant/addresses/hear-asked.js'
import { loadAddresses } from '../../../src/assistant/addresses/load-addresses.js'
import { loadMessages } from '../../../src/assistant/words/messages.js'
import { readTable } from '../../../src/assistant/words/tables.js'
import type { Streets } from '../../../src/platform/model/address.js'
import type { Language, RecognisedLanguage } from '../../../src/platform/model/language.js'
import type { MessageKey } from '../../../src/platform/model/say.js'
import { idsIn, intentsDir, knowledgeDir, readIntent } from '../../features/entries/installed.js'
import { startAssistant } from '../harness.js'

const words = await readTable('streets', { intentsDir })
const streets = (await loadAddresses(knowledgeDir, ['villebourg'], words)).get('villebourg') as Streets
const sentences = await loadMessages(knowledgeDir)
const french = (key: MessageKey, parameters?: Record<string, string>) => sentences('fr', key, parameters)

const TRI = 'bac jaune : jeudi des semaines paires ; ordures ménagères : mardi et vendredi'
/** As it is told, in ordinary spaces. */
const plain = (text: string) => text.replace(/[\u00a0\u202f\u2068\u2069]/g, (sign) => (sign > '\u2050' ? '' : ' '))

async function talk(options: { language?: Language; streets?: Streets } = {}) {
  const assistant = await startAssistant({ streets, ...options })
  const conversation = await assistant.startConversation()
  return {
    ...assistant,
    conversation,
    say: async (...said: Parameters<typeof conversation.say>) => {
      const { text, ...rest } = await conversation.say(...said)
      return { ...rest, text: plain(text) }
    },
    stored: async () => JSON.stringify(await conversation.transcript()),
  }
}

describe('an address and what is asked of it', () => {
  it.each([
    ['quand passe la poubelle jaune rue des Lilas, au 12 ?', `Rue des Lilas, côté pair : ${TRI}.`],
    ['poubelles 12 bis, rue des lila', `Rue des Lilas, côté pair : ${TRI}.`],
    ['mon bureau de vote, 12 rue du Stade', 'Rue du Stade, bureau de vote : bureau 3, gymnase du Stade'],
    [
      'je vote où, j’habite au 19 rue du stade',
      'Rue du Stade, côté impair, bureau de vote : bureau 2, salle des fêtes',
    ],
    ['mon bureau de vote ? j’habite au 17 ter dans la rue du stade', 'côté impair, bureau de vote : bureau 2'],
    ['quelle école pour l’avenue de la Gare ?', 'Avenue de la Gare, école de secteur : maternelle Jacques-Prévert'],
    ['quelle ecole av. gare', 'Avenue de la Gare, école de secteur'],
    ['dans quel quartier est la rue Victor Hugo ?', 'Rue Victor-Hugo, conseil de quartier : Centre et Halle.'],
    [
      'ecole de secteur 75 bd gal de gaule',
      'Boulevard du Général-de-Gaulle, école de secteur : groupe scolaire des Tilleuls',
    ],
  ])('%s', async (question, answer) => {
    const { turn, text } = await (await talk()).say(question)
    expect({ outcome: turn?.outcome, text }).toEqual({
      outcome: 'answered_fact',
      text: expect.stringContaining(answer),
    })
  })

  it.each([
    [
      'en',
      'when is the yellow bin collected, 12 rue des Lilas?',
      `Rue des Lilas, even numbers, bin collection: ${TRI}.`,
    ],
    ['es', '¿dónde voto? vivo en 12 rue du Stade', 'Rue du Stade, colegio electoral: bureau 3'],
    ['pt', 'qual é a escola da rue Victor Hugo?', 'Rue Victor-Hugo, escola: maternelle'],
    ['ar', 'متى تمر حاوية القمامة الصفراء؟ rue Victor Hugo', 'Rue Victor-Hugo، جمع النفايات: bac jaune'],
    ['uk', 'коли вивозять сміття, rue Victor Hugo?', 'Rue Victor-Hugo, вивезення сміття: bac jaune'],
    ['ru', 'где мой избирательный участок, rue Victor Hugo?', 'Rue Victor-Hugo, избирательный участок: bureau 1'],
    ['tr', 'çöp ne zaman toplanıyor, rue Victor Hugo?', 'Rue Victor-Hugo, çöp toplama: bac jaune'],
    ['ro', 'în ce zi se ridică gunoiul, rue Victor Hugo?', 'Rue Victor-Hugo, colectarea gunoiului: bac jaune'],
  ] as const)('in %s: %s', async (language, question, answer) => {
    const { text } = await (await talk({ language })).say(question)
    expect(text).toContain(answer)
  })

  it('is left to the search where something else is asked, and where the commune has no such file', async () => {
    for (const question of [
      'ma poubelle est cassée rue des Lilas',
      'horaires du bureau de vote',
      'inscrire mon fils à l’école',
    ]) {
      expect((await (await talk()).say(question)).turn?.outcome).not.toBe('answered_fact')
    }
    const none = await (await talk({ streets: new Map() })).say('mon bureau de vote, 12 rue du Stade')
    expect(none.turn?.outcome).not.toBe('answered_fact')
  })
})

describe('a street that is not said', () => {
  it('is asked once; a street of the town answers, and nothing of it is asked again', async () => {
    const { say } = await talk()
    expect((await say('quand passe la poubelle ?')).text).toBe('Quelle est votre rue ?')
    expect((await say('victor hugo')).text).toContain('Rue Victor-Hugo : bac jaune')
    expect((await say('et le bureau de vote ?')).text).toContain('Rue Victor-Hugo, bureau de vote : bureau 1')
    expect((await say('quelle est mon école de secteur ?')).text).toContain('Rue Victor-Hugo, école de secteur')
    const { message, text } = await say('et au 4 rue du Stade ?')
    expect(text).toContain('Rue du Stade, école de secteur')
    expect(message.payload).toEqual({ type: 'text', text: 'et au [adresse masquée] ?' })
  })

  it('is not asked a second time, and another message goes on as usual', async () => {
    const { say, index } = await talk()
    await say('quand passe la poubelle ?')
    index.finds({ piscine: 0.95 })
    expect((await say('où est la piscine ?')).turn?.outcome).toBe('answered')
    await say('quand passe la poubelle ?')
    expect((await say('quand passe la poubelle ?')).text).not.toContain('Quelle est votre rue')
  })

  it('is followed by its number where that matters, once', async () => {
    const { say } = await talk()
    expect((await say('mon bureau de vote, rue du Stade')).text).toBe('Quel est votre numéro, Rue du Stade ?')
    expect((await say('au 17')).text).toContain('Rue du Stade, côté impair, bureau de vote : bureau 2')
    expect((await say('et les poubelles ?')).text).toContain(`Rue du Stade : ${TRI}`)
    expect((await say('et le bureau de vote ?')).text).toContain('bureau 2')
  })

  it('goes on in the language in which it was asked', async () => {
    const { say } = await talk()
    expect((await say('where do I vote please?')).text).toBe('What is your street?')
    expect((await say('12 rue des Lilas')).text).toContain('Rue des Lilas, polling station: bureau 3')
    expect((await say('and which school?')).text).toContain('Rue des Lilas, school: groupe scolaire des Tilleuls')
  })
})

describe('a street that is not sure', () => {
  it('is asked by buttons, three at most, and the one pressed answers', async () => {
    const { say } = await talk()
    const { payloads, choices } = await say('quelle école, gare ?')
    expect(payloads[0]).toMatchObject({ text: 'Est-ce l’une de ces rues\u202f?' })
    expect(choices).toEqual(['street:place-gare', 'street:avenue-gare'])
    expect((await say('Avenue de la Gare', 'street:avenue-gare')).text).toContain('Avenue de la Gare, école de secteur')
    const near = await say('quelle école pour la rue du Moulin ?')
    expect(near.choices).toEqual(expect.arrayContaining(['street:rue-moulin-vert', 'street:chemin-moulin']))
    expect(near.choices.length).toBeLessThanOrEqual(3)
  })

  it('keeps the number that was said with it', async () => {
    const { say } = await talk()
    await say('mon bureau de vote, 17 stade')
    expect((await say('Rue du Stade', 'street:rue-stade')).text).toContain('Rue du Stade, côté impair')
  })

  it('and one that the town does not have, is said not to be found, with whom to ring', async () => {
    const { say, stored, town } = await talk()
    const { text } = await say('quelle école pour le 4 rue des Pivoines ?')
    expect(text).toContain(french('address.unknown'))
    expect(text).toContain(town.services[town.reception]?.telephone)
    expect((await say('pardon, allée des Tilleuls')).text).toContain('Allée des Tilleuls, école de secteur')
    expect((await say('la mairie')).text).not.toContain('Place de la Mairie')
    await say('rue des Pivoines')
    await say('quand passe la poubelle ?')
    expect((await say('12 les Glycines')).text).toContain(french('address.unknown'))
    expect(await stored()).not.toMatch(/pivoines|glycines/i)
  })
})

describe('what is stored', () => {
  it('has the label in the place of the street and the number, and never the number', async () => {
    const { say, stored } = await talk()
    const { message, turn } = await say('bonjour, mon bureau de vote, 1017 bis rue du stade svp')
    expect(message.payload).toEqual({ type: 'text', text: 'bonjour, mon bureau de vote, [adresse masquée] svp' })
    expect(turn?.signals).toContain('masked:address')
    const another = await talk()
    await another.say('quand passe la poubelle ?')
    expect((await another.say('1018, boulevard du general de gaulle')).message.payload).toMatchObject({
      text: '[adresse masquée]',
    })
    // An id is drawn, and may have any digits.
    const kept = `${await stored()}${await another.stored()}`.replace(/"id":"[0-9a-f-]{36}"/g, '')
    expect(kept).not.toMatch(/1017|1018/)
  })

  it('answers first: no notice stands before it', async () => {
    const { payloads } = await (await talk()).say('mon bureau de vote, 12 rue du Stade')
    expect(payloads).toHaveLength(1)
  })
})

describe('the example questions of the installed entries', () => {
  /** Entries of which what depends on the address is the subject. */
  const OF_ADDRESSES = new Set([...Object.values(words.entries).flat(), 'changement-ecole-demenagement'])
  /** The French ones, and a few of each other language. */
  const MOST = 4

  it('ask for something of an address nowhere else', async () => {
    const tables = addressTables(await readTable('addresses', { intentsDir }), await readTable('facts', { intentsDir }))
    const isAsking = (text: string, language: RecognisedLanguage) =>
      !isStory(text) && hearAsked(text, [language], tables).some(({ isAsked }) => isAsked)
    const wrong: string[] = []
    for (const id of idsIn(intentsDir, '.json').filter((one) => !OF_ADDRESSES.has(one))) {
      const utterances = readIntent(id).utterances as Record<RecognisedLanguage, string[]>
      for (const [language, questions] of Object.entries(utterances) as [RecognisedLanguage, string[]][]) {
        const some = language === 'fr' ? questions : questions.slice(0, MOST)
        wrong.push(...some.filter((one) => isAsking(one, language)).map((one) => `${id}: ${one}`))
      }
    }
    expect(wrong).toEqual([])
  })
})

it('has every entry of its data in the content', () => {
  for (const id of Object.values(words.entries).flat())
    expect(readFileSync(`${knowledgeDir}/${id}.md`, 'utf8')).toBeTruthy()
})
