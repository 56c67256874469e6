import { describe, expect, it } from '@jest/globals'
import { EVENING, type HarnessOptions, OPEN, startAssistant } from '../harness.js'

const SURE = { naissance: 0.95, mariage: 0.02 }
const CLOSE = { naissance: 0.45, mariage: 0.4 }

async function begin(options: HarnessOptions = {}) {
  const { clock, index, startConversation } = await startAssistant(options)
  index.finds({})
  return { clock, index, talk: await startConversation() }
}

describe('"oui" and "non" typed to what was said last', () => {
  it('are thanks after a card, then begin another question or take leave, and are listened to for danger alone', async () => {
    const { index, talk } = await begin()
    index.finds(SURE)
    await talk.say('acte de naissance')
    const searched = index.searched.length
    const thanked = await talk.say('oui')
    expect(thanked.turn?.outcome).toBe('answered_small_talk')
    expect(thanked.text).toContain('une autre question')
    expect((await talk.say('oui')).text).toMatch(/^D’accord\. Quelle est votre question/)
    for (const text of ['non', 'non merci']) {
      await talk.say('merci')
      expect((await talk.say(text)).text).toContain('Au revoir')
    }
    expect(index.searched.slice(searched)).toEqual(['non merci'])
    expect((await talk.transcript()).conversation.memory.failures).toBe(0)
  })

  it.each(['👍', '🙏🏽', '👍👍 ❤️'])('"%s" are thanks too', async (text) => {
    const { talk } = await begin()
    expect((await talk.say(text)).turn?.outcome).toBe('answered_small_talk')
  })

  it('leave what was shown the subject of what follows', async () => {
    const { index, talk } = await begin()
    index.finds(SURE)
    await talk.say('acte de naissance')
    await talk.say('oui')
    expect((await talk.say('combien ça coûte ?')).turn).toMatchObject({ entryId: 'naissance' })
  })

  it.each(['oui', 'ok', 'yes', 'oui merci'])('%s takes the person who is offered', async (text) => {
    const { talk } = await begin()
    await talk.say('qsdfgh')
    expect((await talk.say(text)).turn?.outcome).toBe('escalated_wish')
    expect(await talk.handoff()).toMatchObject({ status: 'pending', reason: 'no_answer', subject: 'qsdfgh' })
  })

  it('calls for a person in danger, whom nobody could answer at once, as urgently as it was offered', async () => {
    const { clock, talk } = await begin({ at: EVENING })
    await talk.say('mon mari me frappe')
    clock.at = new Date(OPEN)
    await talk.say('oui')
    expect(await talk.handoff()).toMatchObject({ reason: 'distress', urgent: true, subject: 'mon mari me frappe' })
  })

  it('"non" leaves the person who is offered, and "merci" is thanks', async () => {
    for (const text of ['non', 'ok merci']) {
      const { talk } = await begin()
      await talk.say('qsdfgh')
      expect((await talk.say(text)).turn?.outcome).toBe('answered_small_talk')
      expect(await talk.handoff()).toBeUndefined()
    }
  })

  it('says how a message is left where nobody can talk', async () => {
    const { talk } = await begin({ at: EVENING })
    await talk.say('qsdfgh')
    const said = await talk.say('oui')
    expect(said.text.replace(/\s/g, ' ')).toContain('Choisissez « Laisser un message »')
    expect(said.choices).toEqual(['leave-message'])
  })

  it('"ok" waits for the answer that an agent reads, and calls nobody', async () => {
    const { index, talk } = await begin({ commune: { validation: { below: 0.99, seconds: 60 } } })
    index.finds(SURE)
    expect((await talk.say('acte de naissance')).turn?.outcome).toBe('held_validation')
    await talk.say('ok')
    expect(await talk.handoff()).toBeUndefined()
  })

  it('to several proposals ask which once more, then say how to choose and offer a person', async () => {
    const { index, talk } = await begin()
    index.finds(CLOSE)
    await talk.say('un acte')
    expect((await talk.say('oui')).choices).toEqual(['entry:naissance', 'entry:mariage', 'none'])
    const again = await talk.say('oui')
    expect(again.text).toContain('écrivez son numéro')
    expect(again.choices).toEqual(['entry:naissance', 'entry:mariage', 'none', 'human'])
    expect((await talk.say('2')).turn).toMatchObject({ outcome: 'answered_choice', entryId: 'mariage' })
  })
})

describe('in another language', () => {
  const propose = async (script: Record<string, number>) => {
    const { index, talk } = await begin()
    index.finds(script)
    const said = await talk.say('preciso do cartão de cidadão, por favor')
    expect(said.replies[0]?.language).toBe('pt')
    return talk
  }

  it('"sim" takes the only proposal, and "1" the first, both answered in the language of the buttons', async () => {
    for (const text of ['sim', '1']) {
      const talk = await propose({ naissance: 0.6 })
      const said = await talk.say(text)
      expect(said.turn).toMatchObject({ outcome: 'answered_choice', entryId: 'naissance' })
      expect(said.replies[0]?.language).toBe('pt')
    }
  })

  it('"ok", which is of no language, is answered in that of the message before', async () => {
    const talk = await propose(CLOSE)
    const said = await talk.say('ok')
    expect(said.turn?.outcome).toBe('clarification')
    expect(said.replies[0]?.language).toBe('pt')
  })

  it('"sim" to several proposals asks which, and takes the person who is offered', async () => {
    const talk = await propose(CLOSE)
    const said = await talk.say('sim')
    expect(said.choices).toEqual(['entry:naissance', 'entry:mariage', 'none'])
    expect(said.replies[0]?.language).toBe('pt')
    const other = await propose({})
    await other.say('sim')
    expect(await other.handoff()).toMatchObject({ status: 'pending' })
  })
})
