import { beforeEach, describe, expect, it } from '@jest/globals'
import { createAnswerOnce } from '../../../src/assistant/answer-once.js'
import type { GuideChoice, GuideQuestion } from '../../../src/platform/model/guide.js'
import type { Payload } from '../../../src/platform/model/payload.js'
import { entry } from '../../features/entries/sample-entry.js'
import { identityCard } from '../../platform/model/sample-guide.js'
import { type HarnessOptions, startAssistant, type Talk } from '../harness.js'

type Assistant = Awaited<ReturnType<typeof startAssistant>>

let assistant: Assistant
let talk: Talk

const SURE = { naissance: 0.9, mariage: 0.05 }
const CLOSE = { mariage: 0.4, deces: 0.35 }
const OTHER = { piscine: 0.9, mariage: 0.05 }

async function begin(options: HarnessOptions = {}) {
  assistant = await startAssistant({ guides: { naissance: identityCard() }, ...options })
  talk = await assistant.startConversation()
  assistant.index.finds({})
  assistant.index.on('carte', SURE)
}
beforeEach(() => begin())

const first = () => talk.say('carte', 'entry:naissance')
const plain = (text: string) => text.replace(/\s/g, ' ')
const cardOf = ([payload]: Payload[]) => {
  if (payload?.type !== 'card') throw new Error('no card')
  return payload
}
const memory = async () => (await talk.transcript()).conversation.memory

describe('a guide', () => {
  it('is a button of the answer where its entry is surely found', async () => {
    const said = await talk.say('carte')
    expect(said.turn).toMatchObject({ outcome: 'answered', entryId: 'naissance', confidence: 0.9 })
    expect(cardOf(said.payloads).actions).toContainEqual(expect.objectContaining({ value: 'guide:start:naissance' }))
    expect((await talk.say('Préciser mon cas', 'guide:start:naissance')).choices).toContain('guide:age=majeur')
  })

  it('begins, behind that button, with what the question already said', async () => {
    assistant.index.on('la perte de ma carte', SURE)
    await talk.say('la perte de ma carte')
    const begun = await talk.say('Préciser mon cas', 'guide:start:naissance')
    expect((await memory()).guide).toMatchObject({ known: { situation: 'perdue' }, asking: 'age' })
    expect(begun.text).not.toContain('Question 1')
    const led = await talk.say('Un adulte', 'guide:age=majeur')
    expect(led.turn).toMatchObject({ outcome: 'answered_guided', entryId: 'passeport' })
    // "Change my answers" presumes nothing.
    const again = await talk.say('Modifier mes réponses', 'guide:start:naissance')
    expect(plain(again.text)).toContain('Question 1 sur 2')
  })

  it('asks its first question where its entry is chosen, with the ways out', async () => {
    const said = await first()
    expect(said.turn).toMatchObject({ outcome: 'clarification_guided', entryId: null })
    expect(plain(said.text)).toMatch(
      /^Carte d’identité : la réponse dépend de votre cas\. Question 1 sur 2\. Pour un adulte/,
    )
    expect(said.choices).toEqual(['guide:age=majeur', 'guide:age=mineur', 'guide:unsure', 'guide:general', 'none'])
  })

  it('begins with its subject alone, where no entry is surely found', async () => {
    const said = await talk.say("carte d'identité")
    expect(said.turn).toMatchObject({ outcome: 'clarification_guided', entryId: null })
    expect(plain(said.text)).toContain('Question 1 sur 2')
    expect((await talk.say('Un enfant', 'guide:age=mineur')).turn).toMatchObject({ entryId: 'creche' })
  })

  it('is told whole to who asks in French without a conversation, with what the question already said', async () => {
    assistant.index.on('la perte de ma carte', SURE)
    const ask = createAnswerOnce(assistant.context)
    const answered = await ask(assistant.town.id, 'la perte de ma carte', 'fr')
    expect(answered.guide).toMatchObject({
      id: 'carte',
      questions: [
        { slot: 'age', heard: null },
        { slot: 'situation', heard: 'perdue' },
      ],
      otherwise: { entry: { id: 'naissance' } },
    })
    assistant.entries.set('naissance', { ...entry('naissance'), guide: identityCard(), expired: 'over' })
    expect(await ask(assistant.town.id, 'la perte de ma carte', 'fr')).not.toHaveProperty('guide')
  })

  it('is entered by the button of an entry too, with what the question already said', async () => {
    assistant.index.on('la perte', CLOSE)
    await talk.say('la perte')
    const said = await talk.say('Titre de naissance', 'entry:naissance')
    expect(said.turn?.outcome).toBe('clarification_guided')
    expect((await memory()).guide).toMatchObject({
      entryId: 'naissance',
      known: { situation: 'perdue' },
      asking: 'age',
    })
    expect(said.text).not.toContain('Question 1')
  })

  it('leads by its buttons to the card that fits, which says the case and lets it be changed', async () => {
    await first()
    const second = await talk.say('Un adulte', 'guide:age=majeur')
    expect(plain(second.text)).toMatch(/^Question 2 sur 2\. Perdue ou volée \?/)
    expect(second.choices).toEqual([
      'guide:situation=perdue',
      'guide:situation=volee',
      'guide:unsure',
      'guide:general',
      'guide:back',
      'guide:start:naissance',
    ])
    const { payloads, turn } = await talk.say('Carte perdue', 'guide:situation=perdue')
    expect(turn).toMatchObject({ outcome: 'answered_guided', entryId: 'passeport' })
    const card = cardOf(payloads)
    expect(card.answer.entryId).toBe('passeport')
    expect(plain(card.answer.guided?.situation ?? '')).toBe('Votre cas : un adulte · carte perdue')
    expect(plain(card.subtitle)).toBe('C’est gratuit. Votre cas : un adulte · carte perdue.')
    expect(card.answer.guided?.note).toEqual([
      {
        kind: 'paragraph',
        spans: [{ text: 'Déclarez la ' }, { text: 'perte', strong: true }, { text: ' à la mairie.' }],
      },
    ])
    expect(card.actions.slice(-2)).toMatchObject([
      { action: 'postback', label: 'Modifier mes réponses', value: 'guide:start:naissance' },
      { value: 'none' },
    ])
    const again = await talk.say('Modifier mes réponses', 'guide:start:naissance')
    expect(again.choices).toContain('guide:age=mineur')
    expect(plain(again.text)).toContain('Question 1 sur 2')
  })

  it('is answered in words, several answers at once', async () => {
    await first()
    const searched = assistant.index.searched.length
    const child = await talk.say("c'est pour ma fille")
    expect(child.turn).toMatchObject({ outcome: 'answered_guided', entryId: 'creche' })
    expect(assistant.index.searched).toHaveLength(searched)
    await first()
    const both = await talk.say('moi, elle est volée')
    expect(both.turn).toMatchObject({ outcome: 'answered_guided', entryId: 'salle' })
  })

  it.each([
    ['1', 'age', 'majeur'],
    ['le deuxième', 'age', 'mineur'],
    ['la 2', 'age', 'mineur'],
    ['le dernier', 'age', 'mineur'],
    ['3', 'age', null],
  ])('takes %s for the button in that place', async (text, slot, value) => {
    await first()
    await talk.say(text)
    const { guide } = await memory()
    expect(guide?.answers).toEqual([{ slot, value }])
  })

  it('hears its own words before places, and a word of one label alone', async () => {
    const [age, situation] = identityCard().questions as [GuideQuestion, GuideQuestion]
    const [lost, stolen] = situation.choices as [GuideChoice, GuideChoice]
    const replies = { ...stolen, label: 'Carte volée ou cassée', replies: ['la première'] }
    await begin({
      guides: { naissance: identityCard({ questions: [age, { ...situation, choices: [lost, replies] }] }) },
    })
    await first()
    await talk.say('1')
    expect((await talk.say('la première')).turn).toMatchObject({ outcome: 'answered_guided', entryId: 'salle' })
    await first()
    await talk.say('1')
    expect((await talk.say('cassée')).turn).toMatchObject({ outcome: 'answered_guided', entryId: 'salle' })
    await first()
    await talk.say('1')
    expect((await talk.say('carte')).turn?.outcome).toBe('clarification_guided')
  })

  it('takes no word of its own title for an answer, and a question for what it asks', async () => {
    const [age, situation] = identityCard().questions as [GuideQuestion, GuideQuestion]
    const [adult, child] = age.choices as [GuideChoice, GuideChoice]
    const paying = { ...child, label: 'Un enfant, avec une carte à payer' }
    await begin({
      guides: { naissance: identityCard({ questions: [{ ...age, choices: [adult, paying] }, situation] }) },
    })
    await first()
    expect(plain((await talk.say("c'est payant ?")).text)).toMatch(/^Cela dépend de votre cas/)
    await talk.say("une carte d'identité")
    expect((await memory()).guide).toMatchObject({ answers: [], repeated: true })
  })

  it('takes a number beside amounts for an amount', async () => {
    const [age, situation] = identityCard().questions as [GuideQuestion, GuideQuestion]
    const [adult, child] = age.choices as [GuideChoice, GuideChoice]
    const choices = [
      { ...child, label: '17 ans ou moins' },
      { ...adult, label: 'Plus de 17 ans' },
    ]
    await begin({ guides: { naissance: identityCard({ questions: [{ ...age, choices }, situation] }) } })
    await first()
    await talk.say('2')
    expect((await memory()).guide).toMatchObject({ answers: [], repeated: true })
    await talk.say('plus de 17')
    expect((await memory()).guide?.answers).toEqual([{ slot: 'age', value: 'majeur' }])
  })

  it('takes who refuses all its answers for who does not know, unless one says so', async () => {
    await first()
    await talk.say('aucun des deux')
    expect((await memory()).guide?.answers).toEqual([{ slot: 'age', value: null }])
    const [age, situation] = identityCard().questions as [GuideQuestion, GuideQuestion]
    const [adult, child] = age.choices as [GuideChoice, GuideChoice]
    const choices = [child, { ...adult, label: 'Aucun enfant' }]
    await begin({ guides: { naissance: identityCard({ questions: [{ ...age, choices }, situation] }) } })
    await first()
    await talk.say('aucun')
    expect((await memory()).guide?.answers).toEqual([{ slot: 'age', value: 'majeur' }])
  })

  it('searches nothing for who says all of its answers, or the number of none', async () => {
    assistant.index.on('les deux', OTHER)
    await first()
    const searched = assistant.index.searched.length
    await talk.say('les deux')
    expect((await memory()).guide).toMatchObject({ answers: [], repeated: true })
    expect(assistant.index.searched).toHaveLength(searched)
  })

  it('takes no word that is denied', async () => {
    await first()
    await talk.say('pas un adulte')
    expect((await memory()).guide?.answers).toEqual([])
  })

  it('says what is asked of the one entry to which it can still lead, and asks again', async () => {
    const [age, situation] = identityCard().questions as [GuideQuestion, GuideQuestion]
    const branches = [
      { when: { age: ['mineur'], situation: ['perdue'] }, entryId: 'creche', note: 'Perdue.' },
      { when: { age: ['mineur'] }, entryId: 'creche' },
    ]
    await begin({ guides: { naissance: identityCard({ questions: [age, situation], branches }) } })
    await first()
    await talk.say('mon fils')
    const said = await talk.say('combien ça coûte ?')
    expect(said.turn).toMatchObject({ outcome: 'answered_follow_up', entryId: 'creche' })
    expect(cardOf(said.payloads).answer).toMatchObject({ asked: ['cost'] })
    expect(said.choices).toContain('guide:situation=perdue')
    expect((await talk.say('perdue')).turn).toMatchObject({ outcome: 'answered_guided', entryId: 'creche' })
  })

  it('says that what is asked depends on the answer while several entries are possible, and searches nothing', async () => {
    await first()
    const searched = assistant.index.searched.length
    const said = await talk.say('combien ça coûte ?')
    expect(said.turn?.outcome).toBe('clarification_guided')
    expect(plain(said.text)).toMatch(/^Cela dépend de votre cas : .*Pour un adulte ou pour un enfant \?/)
    expect(assistant.index.searched).toHaveLength(searched)
    await talk.say('blabla')
    expect((await memory()).guide?.repeated).toBe(true)
  })

  it('says what is asked of the entry that was shown, if it still can lead there', async () => {
    await first()
    await talk.say('mon fils')
    await talk.say('Modifier mes réponses', 'guide:start:naissance')
    expect((await talk.say('combien ça coûte ?')).turn).toMatchObject({ entryId: 'creche' })
    await talk.say('Un adulte', 'guide:age=majeur')
    expect((await talk.say('combien ça coûte ?')).turn?.outcome).toBe('clarification_guided')
  })

  it('does not ask what the first message says', async () => {
    assistant.index.on('la carte perdue de mon fils majeur', SURE)
    const said = await talk.say('la carte perdue de mon fils majeur')
    expect(said.turn).toMatchObject({ outcome: 'answered_guided', entryId: 'passeport', confidence: 0.9 })
  })

  it.each([
    ['by the button', 'Retour', 'guide:back' as const],
    ['in words', 'retour', undefined],
  ])('goes back %s', async (_, text, choice) => {
    await first()
    await talk.say('Un adulte', 'guide:age=majeur')
    const back = await talk.say(text, choice)
    expect(back.choices).toContain('guide:age=majeur')
    expect((await memory()).guide).toMatchObject({ answers: [], asking: 'age' })
  })

  it('is left in a word, and asks for another question', async () => {
    await first()
    const said = await talk.say('stop')
    expect(said.turn?.outcome).toBe('answered_small_talk')
    expect(said.text).toContain('Quelle est votre question')
    expect((await memory()).guide).toBeUndefined()
  })

  it.each(['ok', 'oui'])('takes "%s" for no answer, and offers a person the second time', async (text) => {
    await first()
    const again = await talk.say(text)
    expect(again.turn?.outcome).toBe('clarification_guided')
    expect(plain(again.text)).toContain('Je n’ai pas reconnu votre réponse.')
    const offer = await talk.say(text)
    expect(offer.turn?.outcome).toBe('escalated_not_understood')
    expect(offer.choices).toEqual(['human'])
    expect((await talk.say('mon fils')).turn?.outcome).toBe('answered_guided')
  })

  it('lets who says "ok merci" go', async () => {
    await first()
    expect((await talk.say('ok merci')).turn?.outcome).toBe('answered_small_talk')
  })

  it('begins again in words, with nothing presumed', async () => {
    assistant.index.on('une perte', CLOSE)
    await talk.say('une perte')
    await talk.say('Titre de naissance', 'entry:naissance')
    expect((await talk.say('recommencer')).choices).toContain('guide:age=majeur')
    expect((await memory()).guide).toMatchObject({ known: {}, answers: [] })
  })

  it('explains once to who does not know, then goes to the general end', async () => {
    await first()
    await talk.say('je ne sais pas')
    expect((await memory()).guide?.answers).toEqual([{ slot: 'age', value: null }])
    const help = await talk.say('Je ne sais pas', 'guide:unsure')
    expect(plain(help.text)).toContain('Sans preuve du vol, dites « perdue ».')
    expect(help.choices).toContain('guide:situation=perdue')
    const end = await talk.say('Je ne sais pas', 'guide:unsure')
    expect(end.turn).toMatchObject({ outcome: 'answered_guided', entryId: 'naissance' })
    expect(cardOf(end.payloads).answer.guided?.situation).toBe('Réponse générale')
  })

  it('shows the general answer at once, from which it can be entered', async () => {
    await first()
    const { payloads, turn } = await talk.say('Voir la réponse générale', 'guide:general')
    expect(turn).toMatchObject({ outcome: 'answered_choice', entryId: 'naissance' })
    const card = cardOf(payloads)
    expect(card.answer.guided).toBeUndefined()
    expect(card.actions.at(-2)).toMatchObject({ label: 'Préciser mon cas', value: 'guide:start:naissance' })
    expect((await memory()).guide).toBeUndefined()
  })

  it('is left by another question, even one that holds an answer', async () => {
    await first()
    assistant.index.on('la piscine de mon fils', OTHER)
    assistant.index.on('la piscine de', OTHER)
    const said = await talk.say('la piscine de mon fils')
    expect(said.turn).toMatchObject({ outcome: 'answered', entryId: 'piscine' })
    expect((await memory()).guide).toBeUndefined()
  })

  it('is left by a question that is likely, which is clarified once and no more', async () => {
    await first()
    assistant.index.on('un acte', CLOSE)
    expect((await talk.say('un acte')).turn?.outcome).toBe('clarification')
    expect((await talk.say('un acte')).turn?.outcome).toBe('unanswerable_low_confidence')
  })

  it('asks once again when it did not understand, then asks back no more', async () => {
    await first()
    const again = await talk.say('blabla')
    expect(again.turn?.outcome).toBe('clarification_guided')
    expect(plain(again.text)).toContain('Je n’ai pas reconnu votre réponse.')
    assistant.index.on('un acte', CLOSE)
    expect((await talk.say('un acte')).turn?.outcome).toBe('unanswerable_low_confidence')
    expect((await memory()).guide).toBeUndefined()
  })

  it('gives way to danger, a wish for a person, and someone who is lost', async () => {
    await first()
    expect((await talk.say('je ne comprends rien')).turn?.outcome).toBe('escalated_not_understood')
    await first()
    expect((await talk.say('il y a le feu chez moi')).turn?.outcome).toBe('escalated_emergency')
  })

  it('is kept through a courtesy', async () => {
    await first()
    await talk.say('merci')
    expect((await talk.say('mon fils')).turn?.outcome).toBe('answered_guided')
  })

  it('hears the yes of "oui, merci", and no courtesy alone', async () => {
    const [age, situation] = identityCard().questions as [GuideQuestion, GuideQuestion]
    const [adult, child] = age.choices as [GuideChoice, GuideChoice]
    const choices = [adult, { ...child, replies: ['oui'] }]
    await begin({ guides: { naissance: identityCard({ questions: [{ ...age, choices }, situation] }) } })
    await first()
    expect((await talk.say('non merci')).turn?.outcome).toBe('answered_small_talk')
    expect((await talk.say('oui merci')).turn?.outcome).toBe('answered_guided')
  })

  it('is over once it has led somewhere: its words are then a question', async () => {
    await first()
    await talk.say('mon fils')
    expect((await talk.say('ma fille')).turn?.outcome).toBe('unanswerable_low_confidence')
  })

  it.each(['none', undefined] as const)(
    'is left by "this is not my question", its button pressed or typed: %s',
    async (choice) => {
      await first()
      expect((await talk.say("Ce n'est pas ma question", choice)).turn?.outcome).toBe('unanswerable_choice_refused')
      expect((await memory()).guide).toBeUndefined()
    },
  )

  it('is refused with its entry, which the search was not sure of', async () => {
    await first()
    assistant.index.on('carte', { mariage: 0.2, naissance: 0.1 })
    expect((await talk.say("Ce n'est pas ma question", 'none')).choices).not.toContain('entry:naissance')
  })

  it('is not asked in a language that it does not speak', async () => {
    await begin({ language: 'en' })
    expect((await first()).turn).toMatchObject({ outcome: 'answered_choice', entryId: 'naissance' })
  })

  it('shows its entry at the next button of who has chosen another language since, and says that it is in French', async () => {
    await first()
    const { conversation } = await talk.transcript()
    await assistant.store.setLanguage(conversation.id, 'es')
    const { payloads, turn } = await talk.say('Un adulte', 'guide:age=majeur')
    expect(turn).toMatchObject({ outcome: 'answered_choice', entryId: 'naissance' })
    expect(payloads.map(({ type }) => type)).toEqual(['choice', 'card'])
    expect((await memory()).guide).toBeUndefined()
  })

  it('takes the button of a guide that is no longer there for a question', async () => {
    expect((await talk.say('Un adulte', 'guide:age=majeur')).turn?.outcome).toBe('unanswerable_low_confidence')
    expect((await talk.say('Modifier', 'guide:start:disparu')).turn?.outcome).toMatch(/^unanswerable|^escalated/)
  })

  it('asks again for an answer that it does not have', async () => {
    await first()
    const said = await talk.say('Un centenaire', 'guide:age=centenaire')
    expect(said.turn?.outcome).toBe('clarification_guided')
    expect(said.choices).toContain('guide:age=majeur')
  })
})
