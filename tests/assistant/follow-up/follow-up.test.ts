import { describe, expect, it } from '@jest/globals'
import { startAssistant } from '../harness.js'

const SURE = { naissance: 0.95, mariage: 0.02 }
const CLOSE = { naissance: 0.45, mariage: 0.4 }
const UNSURE = { naissance: 0.1 }

async function begin() {
  const { index, startConversation } = await startAssistant()
  return { index, talk: await startConversation() }
}

describe('a talk that goes on', () => {
  it('takes a typed word for the button that it stands for', async () => {
    const { index, talk } = await begin()
    index.finds(CLOSE)
    await talk.say('un acte')
    expect((await talk.say('le deuxième')).turn).toMatchObject({ outcome: 'answered_choice', entryId: 'mariage' })
  })

  it('begins with what is asked of the subject, opens its section, and keeps the subject through thanks', async () => {
    const { index, talk } = await begin()
    index.finds(SURE)
    await talk.say('acte de naissance')
    for (const courtesy of ['merci', 'bonjour, comment ça va ?'])
      expect((await talk.say(courtesy)).turn?.outcome).toBe('answered_small_talk')
    const said = await talk.say('combien ça coûte ?')
    expect(said.turn).toMatchObject({ outcome: 'answered_follow_up', entryId: 'naissance' })
    const card = said.payloads.find(({ type }) => type === 'card')
    expect(card).toMatchObject({ subtitle: 'Gratuit.', answer: { asked: ['cost'], lead: [{ kind: 'paragraph' }] } })
  })

  it('asks for nothing of an entry before any was shown', async () => {
    const { index, talk } = await begin()
    index.finds(UNSURE)
    expect((await talk.say('combien ça coûte ?')).turn?.outcome).toBe('unanswerable_low_confidence')
  })

  it('asks which of the entries proposed is meant by what it cannot say of all', async () => {
    const { index, talk } = await begin()
    index.finds(CLOSE)
    await talk.say('un acte')
    const searched = index.searched.length
    const said = await talk.say('quels papiers ?')
    expect(said.turn?.outcome).toBe('clarification')
    expect(said.choices).toEqual(['entry:naissance', 'entry:mariage', 'none'])
    expect(said.text).toContain('Laquelle vous concerne')
    // It was listened to for danger, and nothing else was searched.
    expect(index.searched.slice(searched)).toEqual(['quels papiers ?'])
    expect((await talk.say('le premier')).turn).toMatchObject({ entryId: 'naissance' })
  })

  it('shows the section asked for of the only entry that was proposed', async () => {
    const { index, talk } = await begin()
    index.finds({ naissance: 0.6 })
    await talk.say('un acte')
    expect((await talk.say('combien ça coûte ?')).turn).toMatchObject({
      outcome: 'answered_follow_up',
      entryId: 'naissance',
    })
  })

  it('keeps to the entry that is shown where another is proposed beside it', async () => {
    const { index, talk } = await begin()
    index.finds({ cantine: 0.95 })
    index.on('les horaires de la piscine ', { piscine: 0.9 })
    index.on('et le tarif de la cantine', { cantine: 0.9 })
    await talk.say('les horaires de la piscine et le tarif de la cantine')
    expect((await talk.say('combien ça coûte ?')).turn).toMatchObject({ entryId: 'cantine' })
  })

  it('refuses an answer in words as by its button', async () => {
    const { index, talk } = await begin()
    index.finds(SURE)
    await talk.say('acte de naissance')
    expect((await talk.say("ce n'est pas ça")).turn?.outcome).toBe('unanswerable_choice_refused')
  })

  it('reads a message with what was asked back, where it says which by itself of nothing', async () => {
    const { index, talk } = await begin()
    index.finds(CLOSE)
    await talk.say('acte')
    index.finds(UNSURE)
    index.on('acte et le perdu', { passeport: 0.99 })
    const said = await talk.say('et le perdu')
    expect(said.turn?.candidates[0]).toMatchObject({ entryId: 'passeport' })
    expect(said.turn?.candidates[0]?.confidence).toBeGreaterThan(0.5)
  })

  it('keeps to what is shown where more is asked of it', async () => {
    const { index, talk } = await begin()
    index.finds(SURE)
    await talk.say('acte de naissance')
    index.on('et pour mon oncle ?', UNSURE)
    const said = await talk.say('et pour mon oncle ?')
    expect(said.turn?.candidates[0]).toMatchObject({ entryId: 'naissance' })
    expect(said.choices).not.toContain('entry:piscine')
  })

  it('does not show again what a correction takes back', async () => {
    const { index, talk } = await begin()
    index.finds(SURE)
    await talk.say('acte de naissance')
    index.finds({ naissance: 0.5, mariage: 0.45 })
    const said = await talk.say('non je parle de mon mariage')
    expect(said.choices).not.toContain('entry:naissance')
  })

  it('takes "non" as a refusal of what is shown, and offers a person the second time', async () => {
    const { index, talk } = await begin()
    index.finds({ naissance: 0.95, mariage: 0.03 })
    await talk.say('acte de naissance')
    const first = await talk.say('non')
    expect(first.turn?.outcome).toBe('unanswerable_choice_refused')
    expect(first.choices).toContain('entry:mariage')
    const second = await talk.say('non')
    expect(second.choices.filter((choice) => choice.startsWith('entry:'))).toEqual([])
    expect(second.choices).toContain('human')
  })

  it('goes back to the other one of two that were proposed', async () => {
    const { index, talk } = await begin()
    index.finds(CLOSE)
    await talk.say('un acte')
    expect((await talk.say('le premier')).turn).toMatchObject({ entryId: 'naissance' })
    for (const entryId of ['mariage', 'naissance'])
      expect((await talk.say("l'autre")).turn).toMatchObject({ outcome: 'answered_choice', entryId })
  })

  it('leaves another subject alone', async () => {
    const { index, talk } = await begin()
    index.finds(SURE)
    await talk.say('acte de naissance')
    index.finds({ cantine: 0.95 })
    expect((await talk.say('et la cantine ?')).turn).toMatchObject({ outcome: 'answered', entryId: 'cantine' })
  })

  it('answers one of two questions in a message, and has a button for the other', async () => {
    const { index, talk } = await begin()
    index.finds({ cantine: 0.95 })
    index.on('les horaires de la piscine ', { piscine: 0.9 })
    index.on('et le tarif de la cantine', { cantine: 0.9 })
    const said = await talk.say('les horaires de la piscine et le tarif de la cantine')
    expect(said.turn).toMatchObject({ outcome: 'answered', entryId: 'cantine' })
    expect(said.choices).toEqual(['entry:piscine'])
    expect((await talk.say('oui')).turn).toMatchObject({ outcome: 'answered_choice', entryId: 'piscine' })
  })

  it('answers one of two questions in a message that, as a whole, has no sure answer', async () => {
    const { index, talk } = await begin()
    index.finds(UNSURE)
    index.on('les horaires de la piscine ', { piscine: 0.55 })
    index.on('et le tarif de la cantine', { cantine: 0.9 })
    const said = await talk.say('les horaires de la piscine et le tarif de la cantine')
    expect(said.turn).toMatchObject({ outcome: 'answered', entryId: 'cantine', confidence: 0.1 })
    expect(said.choices).toEqual(['entry:piscine'])
  })

  it('has no such button where a half alone has no sure answer', async () => {
    const { index, talk } = await begin()
    index.finds(SURE)
    index.on('et ma copie', UNSURE)
    const said = await talk.say('un acte de naissance et ma copie')
    expect(said.choices).toEqual([])
  })
})
