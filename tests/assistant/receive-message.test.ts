import { beforeEach, describe, expect, it } from '@jest/globals'
import { claim, close } from '../../src/features/handoffs/talk/act.js'
import { leaveMessage } from '../../src/features/handoffs/talk/request.js'
import { AppError } from '../../src/platform/model/app-error.js'
import { OUTCOMES, type Outcome } from '../../src/platform/model/outcome.js'
import type { ChoiceValue } from '../../src/platform/model/payload.js'
import type { Store } from '../../src/store/store.js'
import { identityCard } from '../platform/model/sample-guide.js'
import { AGENT, EVENING, type HarnessOptions, startAssistant, type Talk } from './harness.js'

type Assistant = Awaited<ReturnType<typeof startAssistant>>

let assistant: Assistant
let talk: Talk

async function begin(options: HarnessOptions = {}) {
  assistant = await startAssistant(options)
  talk = await assistant.startConversation()
}
beforeEach(() => begin())

const SURE = { naissance: 0.9, mariage: 0.05 }
const CLOSE = { naissance: 0.4, mariage: 0.35, deces: 0.1, passeport: 0.05, cantine: 0.03, creche: 0.02 }
const UNSURE = { naissance: 0.2, mariage: 0.1 }

describe('every outcome', () => {
  interface Path {
    before?: () => Promise<unknown>
    options?: HarnessOptions
    finds?: Record<string, number> | Error
    text?: string
    choice?: ChoiceValue
  }
  /** What comes later, once an agent has decided: see `validation.test.ts`. */
  const LATER = ['answered_validated', 'answered_by_agent', 'unanswerable_by_agent', 'held_validation'] as const
  const PATHS: Record<Exclude<Outcome, (typeof LATER)[number]>, Path> = {
    answered: { finds: SURE, text: 'acte de naissance' },
    answered_choice: { text: 'Titre de mariage', choice: 'entry:mariage' },
    answered_guided: { options: { guides: { naissance: identityCard() } }, finds: SURE, text: 'la carte de mon fils' },
    answered_follow_up: { finds: SURE, before: () => talk.say('acte de naissance'), text: 'combien ça coûte ?' },
    answered_fact: { finds: SURE, text: 'la mairie est ouverte demain ?' },
    answered_digital_help: { finds: UNSURE, text: "j'ai pas internet" },
    answered_small_talk: { text: 'Bonjour !' },
    clarification: { finds: CLOSE, text: 'un acte' },
    clarification_guided: {
      options: { guides: { naissance: identityCard() } },
      text: 'Titre de naissance',
      choice: 'entry:naissance',
    },
    escalated_wish: { text: 'je veux parler à un agent' },
    escalated_emergency: { text: 'il y a le feu chez moi' },
    escalated_distress: { text: "j'ai envie de mourir" },
    escalated_anger: { finds: UNSURE, text: "c'est n'importe quoi" },
    escalated_not_understood: { finds: UNSURE, text: 'je ne comprends pas' },
    escalated_repeated_failure: { finds: UNSURE, before: () => talk.say('zzz'), text: 'yyy' },
    escalated_stopped: { options: { stopped: true }, finds: SURE, text: 'acte de naissance' },
    unanswerable_low_confidence: { finds: UNSURE, text: 'le sens de la vie' },
    unanswerable_personal_file: { finds: UNSURE, text: 'où en est mon dossier' },
    unanswerable_no_words: { text: '🙂🙂' },
    unanswerable_choice_refused: {
      finds: SURE,
      before: () => talk.say('acte'),
      text: "Ce n'est pas ma question",
      choice: 'none',
    },
    unanswerable_expired: { options: { expired: { naissance: 'unreviewed' } }, finds: SURE, text: 'acte de naissance' },
    blocked_closed: { options: { at: EVENING }, text: 'je veux parler à un agent' },
    error_search: { finds: new Error('the index is broken'), text: 'acte de naissance' },
  }

  it.each(OUTCOMES.filter((outcome) => !LATER.some((one) => one === outcome)))('%s', async (outcome) => {
    const { before, options, finds, text, choice } = PATHS[outcome as keyof typeof PATHS]
    await begin(options)
    if (finds) assistant.index.finds(finds)
    await before?.()
    const said = await talk.say(text ?? '', choice)
    expect(said.turn?.outcome).toBe(outcome)
    // Whatever comes of it, the message is stored and she is told something.
    expect(said.message.payload).toEqual({ type: 'text', text })
    expect(said.text).not.toBe('')
    expect(said.text).not.toMatch(/[{}]|undefined/)
    await assistant.counters.flush()
    const counted = await assistant.store.readCounters('bourg', '2026-11-24', '2026-11-24')
    expect(counted['2026-11-24']).toMatchObject({ [`outcome.${outcome}`]: 1 })
  })
})

describe('an answer', () => {
  it('is the card of the entry, with the evidence kept in the turn', async () => {
    assistant.index.finds(SURE)
    const { payloads, turn } = await talk.say('acte de naissance')
    expect(payloads).toMatchObject([{ type: 'card', title: 'Titre de naissance', answer: { entryId: 'naissance' } }])
    expect(payloads).toMatchObject([
      {
        actions: [
          { action: 'url' },
          { action: 'postback', value: 'digital-help' },
          { action: 'postback', value: 'none' },
        ],
      },
    ])
    expect(turn).toMatchObject({
      entryId: 'naissance',
      confidence: 0.9,
      contentVersion: 'v1',
      encoderVersion: 'encoder-1',
      signals: [],
      candidates: [
        { entryId: 'naissance', kept: true, nearest: 'question de naissance' },
        { entryId: 'mariage', kept: false },
      ],
    })
    expect(turn?.durationsMs.total).toBeGreaterThanOrEqual(0)
  })

  it('is given to a question that holds anger or courtesy', async () => {
    assistant.index.finds(SURE)
    expect((await talk.say("c'est n'importe quoi, où est mon acte de naissance")).turn?.outcome).toBe('answered')
    expect((await talk.say('bonjour acte de naissance merci')).turn?.outcome).toBe('answered')
  })

  it('that is not sure comes, after anger, behind a person', async () => {
    await begin()
    assistant.index.finds(CLOSE)
    const said = await talk.say("c'est n'importe quoi, où est mon acte")
    expect(said.turn?.outcome).toBe('escalated_anger')
    expect(said.choices).toEqual(['human', 'entry:naissance', 'entry:mariage', 'entry:deces', 'none'])
    assistant.index.finds(UNSURE)
    expect((await talk.say("c'est n'importe quoi")).choices).toEqual(['human'])
  })

  it('is in the language of the conversation where the assistant speaks', async () => {
    await begin({ language: 'en' })
    assistant.index.finds(CLOSE)
    expect((await talk.say('naissance')).text).toContain('Which one is yours?')
  })
})

describe('an entry that has expired', () => {
  const expired = { naissance: 'over', mariage: 'not_yet', deces: 'unreviewed' } as const

  it('shows its links, whom to ask and a person, and not a word of its answer', async () => {
    await begin({ expired })
    assistant.index.finds(SURE)
    const { payloads, turn } = await talk.say('acte de naissance')
    expect(payloads).toMatchObject([
      {
        type: 'card',
        title: 'Titre de naissance',
        actions: [
          { action: 'url' },
          { action: 'postback', value: 'human' },
          { action: 'postback', value: 'digital-help' },
          { action: 'postback', value: 'none' },
        ],
        answer: { expired: 'over', sections: [{ key: 'place' }], simple: null },
      },
    ])
    const said = JSON.stringify(payloads)
    expect(said).toMatch(/02.61.91.00.00/)
    expect(said).not.toMatch(/gratuit|Écrivez|3 jours/i)
    expect(turn).toMatchObject({ outcome: 'unanswerable_expired', entryId: 'naissance' })
  })

  it('does the same when it is chosen, in a guide, and in another language', async () => {
    await begin({ expired, guides: { naissance: identityCard() }, language: 'en' })
    for (const id of Object.keys(expired)) {
      const said = await talk.say(id, `entry:${id}`)
      expect(said.turn?.outcome).toBe('unanswerable_expired')
      expect(JSON.stringify(said.payloads)).not.toMatch(/gratuit|Écrivez/i)
      expect(said.payloads).toMatchObject([{ answer: { language: 'en' } }])
    }
  })
})

describe('a clarification', () => {
  beforeEach(() => assistant.index.finds(CLOSE))

  it('proposes at most three entries and a way out', async () => {
    const { choices, turn } = await talk.say('un acte')
    expect(choices).toEqual(['entry:naissance', 'entry:mariage', 'entry:deces', 'none'])
    expect(turn?.candidates.filter(({ kept }) => kept)).toHaveLength(3)
  })

  it('never comes twice in a row: the likely entries come with a person beside them', async () => {
    await talk.say('un acte')
    const second = await talk.say('un acte svp')
    expect(second.turn?.outcome).toBe('unanswerable_low_confidence')
    expect(second.choices).toEqual(['entry:naissance', 'entry:mariage', 'entry:deces', 'none', 'human'])
    // What was proposed is kept as such, for whoever reads the turn.
    expect(second.turn?.candidates.filter(({ kept }) => kept)).toHaveLength(3)
  })

  it('may come again once something else was said', async () => {
    await talk.say('un acte')
    await talk.say('un acte svp')
    expect((await talk.say('un autre acte')).turn?.outcome).toBe('clarification')
  })

  it('opens the entry that is chosen, whatever its confidence', async () => {
    await talk.say('un acte')
    const { payloads, turn } = await talk.say('Titre de deces', 'entry:deces')
    expect(payloads).toMatchObject([{ type: 'card', answer: { entryId: 'deces' } }])
    expect(turn).toMatchObject({ outcome: 'answered_choice', entryId: 'deces', confidence: null })
  })

  it('searches the words of a button whose entry is gone', async () => {
    const { turn } = await talk.say('Titre de disparu', 'entry:disparu')
    expect(turn?.outcome).toBe('clarification')
    expect(assistant.index.searched).toEqual(['Titre de disparu'])
  })
})

describe('"this is not my question"', () => {
  it('after an answer proposes the others and a human, then a human', async () => {
    assistant.index.finds({ naissance: 0.8, mariage: 0.1, deces: 0.05, passeport: 0.02, cantine: 0.01 })
    await talk.say('acte')
    const first = await talk.say("Ce n'est pas ma question", 'none')
    expect(first.choices).toEqual(['entry:mariage', 'entry:deces', 'entry:passeport', 'none', 'human'])
    const second = await talk.say("Ce n'est pas ma question", 'none')
    expect(second.choices).toEqual(['human'])
    expect(second.text).toContain('Je n’ai pas d’autre réponse préparée')
    // It was the question that was searched again, not the words of the button.
    expect(new Set(assistant.index.searched)).toEqual(new Set(['acte']))
  })

  it('after a clarification does not propose again what was refused', async () => {
    assistant.index.finds(CLOSE)
    await talk.say('acte')
    const { choices } = await talk.say("Ce n'est pas ma question", 'none')
    expect(choices).toEqual(['entry:passeport', 'entry:cantine', 'entry:creche', 'none', 'human'])
  })

  it('before any question offers a human', async () => {
    expect((await talk.say("Ce n'est pas ma question", 'none')).choices).toEqual(['human'])
  })

  it('forgets what was refused when another question is asked', async () => {
    assistant.index.finds(SURE)
    await talk.say('acte')
    await talk.say("Ce n'est pas ma question", 'none')
    expect((await talk.say('acte de naissance')).turn).toMatchObject({ outcome: 'answered', entryId: 'naissance' })
  })
})

describe('failures', () => {
  beforeEach(() => assistant.index.finds(UNSURE))

  it('offer a human each time, and say so more plainly the second time in a row', async () => {
    const first = await talk.say('zzz')
    expect(first.turn?.outcome).toBe('unanswerable_low_confidence')
    expect(first.choices).toEqual(['human'])
    const second = await talk.say('yyy')
    expect(second.turn?.outcome).toBe('escalated_repeated_failure')
    expect(second.choices).toEqual(['human'])
    expect(second.text).toContain('Je ne parviens pas à vous répondre')
    expect((await talk.say('xxx')).turn?.outcome).toBe('unanswerable_low_confidence')
  })

  it.each([
    [
      'an answer',
      async () => {
        assistant.index.on('acte', SURE)
        await talk.say('acte')
      },
    ],
    ['a courtesy', () => talk.say('merci')],
    [
      'a wish',
      async () => {
        await assistant.setAgent('away')
        await talk.say('je veux parler à un agent')
      },
    ],
  ])('are not in a row when %s comes between', async (_, between) => {
    await talk.say('zzz')
    await between()
    expect((await talk.say('yyy')).turn?.outcome).toBe('unanswerable_low_confidence')
  })

  it('of different kinds count together', async () => {
    await talk.say('🙂')
    expect((await talk.say('zzz')).turn?.outcome).toBe('escalated_repeated_failure')
  })

  it('offer to leave a message when nobody can talk', async () => {
    await assistant.setAgent('away')
    expect((await talk.say('zzz')).choices).toEqual(['leave-message'])
  })
})

describe('a wish for a human', () => {
  it('calls an agent at once, with the words of the citizen', async () => {
    const said = await talk.say('je veux parler à un agent')
    expect(said.text).toContain('J’appelle un agent')
    expect(await talk.handoff()).toMatchObject({
      kind: 'live',
      status: 'pending',
      reason: 'citizen_wish',
      urgent: false,
      subject: 'je veux parler à un agent',
      deadlineAt: '2026-11-24T09:10:00.000Z',
    })
    expect(said.replies.map(({ author }) => author)).toEqual(['assistant', 'system'])
  })

  it('may be a button', async () => {
    await talk.say('Parler à un agent', 'human')
    expect(await talk.handoff()).toMatchObject({ status: 'pending' })
  })

  it('calls nobody when nobody can answer', async () => {
    await assistant.setAgent('away')
    const { choices } = await talk.say('je veux parler à un agent')
    expect(choices).toEqual(['wait', 'leave-message'])
    expect(await talk.handoff()).toBeUndefined()
  })

  it('is not promised an agent while a message left still waits', async () => {
    await leaveMessage(assistant.handoffContext, talk.conversation, {
      contact: { name: 'Jeanne', phone: '06 12 34 56 78' },
      text: 'rappelez-moi',
      urgent: false,
    })
    const said = await talk.say('je veux parler à un agent')
    expect(said.text).not.toContain('J’appelle')
    expect(said.text).toContain('Votre message est bien arrivé')
    expect(await talk.handoff()).toMatchObject({ kind: 'message', status: 'pending' })
  })
})

describe('availability, in words', () => {
  const WISH = 'je veux parler à un agent'
  const closures = [{ from: '2026-11-25', to: '2026-11-26', reason: "travaux à l'accueil" }]
  it.each([
    ['open, nobody free', { agent: false }, 'Aucun agent n’est disponible en ligne'],
    ['open, nobody free: the phone', { agent: false }, '02\u00a061\u00a091\u00a000\u00a000'],
    ['before opening', { at: '2026-11-24T06:00:00.000Z' }, 'Il rouvre aujourd’hui à 8\u00a0h\u00a030'],
    ['at lunch', { at: '2026-11-24T11:30:00.000Z' }, 'Il rouvre aujourd’hui à 13\u00a0h\u00a030'],
    ['in the evening', { at: EVENING }, 'Il rouvre demain à 8\u00a0h\u00a030'],
    [
      'on a Saturday afternoon',
      { at: '2026-11-28T13:00:00.000Z' },
      'Il rouvre le lundi 30 novembre à 8\u00a0h\u00a030',
    ],
    ['on a holiday', { at: '2026-11-11T09:00:00.000Z' }, 'fermé (Armistice). Il rouvre demain à 8\u00a0h\u00a030'],
    ['on the first of a month', { at: '2026-05-30T13:00:00.000Z' }, 'Il rouvre le lundi 1er juin à 8\u00a0h\u00a030'],
    [
      'during a closure',
      { at: '2026-11-25T09:00:00.000Z', commune: { closures } },
      'fermé (travaux à l’accueil). Il rouvre le vendredi 27 novembre à 8\u00a0h\u00a030',
    ],
    [
      'closed until further notice',
      { commune: { closures: [{ from: '2026-11-01', to: '2027-12-31', reason: 'incendie' }] } },
      'pour une durée qui n’est pas encore connue',
    ],
    ['in English', { at: '2026-05-30T13:00:00.000Z', language: 'en' }, 'It opens again on Monday 1 June at 08:30'],
  ] satisfies [string, HarnessOptions, string][])('%s', async (_, options, sentence) => {
    await begin(options)
    expect((await talk.say(WISH)).text).toContain(sentence)
  })

  it('counts an agent whose console fell silent as away', async () => {
    assistant.clock.at = new Date('2026-11-24T09:02:00.000Z')
    expect((await talk.say(WISH)).choices).toEqual(['wait', 'leave-message'])
  })
})

describe('danger', () => {
  it.each([
    ['il y a le feu chez moi', '18', 'emergency'],
    ["j'ai envie de mourir", '3114', 'distress'],
    ['mon mari me frappe', '3919', 'distress'],
    ['mon père me frappe', '119', 'emergency'],
    ['je dors dehors ce soir', '115', 'distress'],
  ])('%s: says %s at once, then calls an agent', async (text, number, reason) => {
    const said = await talk.say(text)
    expect(said.payloads[0]).toMatchObject({
      type: 'text',
      emergency: true,
      text: expect.stringMatching(`\\b${number}\\b`),
    })
    expect(await talk.handoff()).toMatchObject({ reason, urgent: true, status: 'pending' })
    // It was searched once, for what kind of danger it may be besides.
    expect(assistant.index.searched).toEqual([text])
  })

  it('comes before a wish, a button and an answer', async () => {
    assistant.index.finds(SURE)
    const said = await talk.say("je veux parler à quelqu'un, j'ai envie de mourir", 'human')
    expect(said.turn?.outcome).toBe('escalated_distress')
    expect(said.text).toContain('3114')
  })

  it('outside hours still gives the numbers, and says when someone is there', async () => {
    await begin({ at: EVENING })
    const said = await talk.say("j'ai envie de mourir")
    expect(said.text).toContain('3114')
    expect(said.text).toContain('demain à 8\u00a0h\u00a030')
    expect(said.choices).toEqual(['leave-message'])
    expect(await talk.handoff()).toBeUndefined()
  })

  it('still gives the numbers while she waits for an agent, and while she talks with one', async () => {
    await talk.say('je veux parler à un agent')
    const waiting = await talk.say('vite, mon père ne respire plus')
    expect(waiting.payloads).toMatchObject([{ emergency: true }])
    const handoff = await talk.handoff()
    if (!handoff) throw new Error('nobody was called')
    await claim(assistant.handoffContext, handoff, AGENT)
    const talking = await talk.say("j'ai envie de mourir")
    expect(talking.text).toContain('3114')
    expect(talking.message.payload).toMatchObject({ text: "j'ai envie de mourir" })
  })
})

describe('while an agent holds the conversation', () => {
  it('her words go to the agent, masked, and come back to the assistant afterwards', async () => {
    assistant.index.finds(SURE)
    await talk.say('je veux parler à un agent')
    const waiting = await talk.say('mon numéro est le 06 12 34 56 78')
    expect(waiting.replies).toEqual([])
    expect(waiting.turn).toBeUndefined()
    expect(waiting.message.payload).toEqual({ type: 'text', text: 'mon numéro est le [téléphone masqué]' })
    const handoff = await talk.handoff()
    if (!handoff) throw new Error('nobody was called')
    await claim(assistant.handoffContext, handoff, AGENT)
    expect((await talk.say('acte de naissance')).replies).toEqual([])
    await close(assistant.handoffContext, handoff, AGENT, { resolution: 'answered' })
    expect((await talk.say('acte de naissance')).turn?.outcome).toBe('answered')
  })

  it('a message left does not silence the assistant', async () => {
    await leaveMessage(assistant.handoffContext, talk.conversation, {
      contact: { name: 'Jeanne', email: 'j@d.fr' },
      text: 'merci de me répondre',
      urgent: false,
    })
    assistant.index.finds(SURE)
    expect((await talk.say('acte de naissance')).turn?.outcome).toBe('answered')
  })
})

describe('personal data', () => {
  const RAW = 'mon numéro est le 06 12 34 56 78, mail jean@dupont.fr, nir 1 85 05 78 006 084 36'

  it('never reaches the store nor the search, and the citizen is told', async () => {
    assistant.index.finds(SURE)
    const { turn, payloads } = await talk.say(RAW)
    expect(payloads[0]).toMatchObject({ type: 'text', text: expect.stringContaining('j’ai masqué') })
    expect(turn?.signals).toEqual(['masked:nir', 'masked:phone', 'masked:email'])
    const stored = JSON.stringify(await talk.transcript())
    const searched = assistant.index.searched.join()
    for (const text of [stored, searched]) expect(text).not.toMatch(/06 12|dupont|1 85 05/)
    expect(stored).toContain('[téléphone masqué]')
    // The labels are for readers: their words would be searched as if they were hers.
    expect(searched).toBe('mon numéro est le , mail , nir')
  })

  it('is masked when the search fails, in the subject of a handoff, and in what is remembered', async () => {
    assistant.index.finds(new Error('broken'))
    await talk.say(RAW)
    await talk.say(`je veux parler à un agent, ${RAW}`)
    const stored = JSON.stringify([await talk.transcript(), await talk.handoff()])
    expect(stored).not.toMatch(/06 12|dupont|1 85 05/)
    expect((await talk.handoff())?.subject).toContain('[téléphone masqué]')
  })
})

describe('a search that fails', () => {
  it('is said plainly, offers a human, keeps the message, and does not stop the next one', async () => {
    assistant.index.finds(new Error('the index is broken'))
    const said = await talk.say('acte de naissance')
    expect(said.turn).toMatchObject({ outcome: 'error_search', candidates: [], encoderVersion: null })
    expect(said.text).toContain('Je n’arrive pas à chercher en ce moment')
    expect(said.choices).toEqual(['human'])
    expect((await talk.transcript()).messages[0]?.payload).toEqual({ type: 'text', text: 'acte de naissance' })
    assistant.index.finds(SURE)
    expect((await talk.say('acte de naissance')).turn?.outcome).toBe('answered')
  })

  it('because the index knows an entry that the content does not is a failed search too', async () => {
    assistant.index.finds({ disparu: 0.9 })
    expect((await talk.say('acte')).turn?.outcome).toBe('error_search')
  })
})

describe('a storage that cannot write', () => {
  it('is an error, and nothing is said to have been received', async () => {
    const broken = (store: Store): Store => ({
      ...store,
      appendTurn: () => Promise.reject(new AppError('storage_unavailable', 503)),
    })
    await begin({ wrapStore: broken })
    assistant.index.finds(SURE)
    await expect(talk.say('acte')).rejects.toMatchObject({ code: 'storage_unavailable' })
    expect((await talk.transcript()).messages).toEqual([])
  })
})

describe('a message sent again with the same client id', () => {
  const inOrder = (said: { replies: { seq: number }[] }) => said.replies.map(({ seq }) => seq)

  it('gets the same reply, and nothing is stored twice', async () => {
    assistant.index.finds(SURE)
    const first = await talk.say('acte', undefined, 'same')
    assistant.index.finds(UNSURE)
    const second = await talk.say('acte', undefined, 'same')
    expect(second.message).toEqual(first.message)
    expect(second.replies).toEqual(first.replies)
    expect((await talk.transcript()).messages).toHaveLength(2)
  })

  it('gets the same reply when the first one called an agent, who is called once', async () => {
    const first = await talk.say('je veux parler à un agent', undefined, 'same')
    const second = await talk.say('je veux parler à un agent', undefined, 'same')
    expect(inOrder(second)).toEqual(inOrder(first))
    expect(await assistant.store.listHandoffs('bourg', ['pending'])).toHaveLength(1)
    expect((await talk.transcript()).messages).toHaveLength(3)
  })

  it('calls nobody again when the agent has finished meanwhile', async () => {
    await talk.say('je veux parler à un agent', undefined, 'same')
    const handoff = await talk.handoff()
    if (!handoff) throw new Error('nobody was called')
    await claim(assistant.handoffContext, handoff, AGENT)
    await close(assistant.handoffContext, handoff, AGENT, { resolution: 'answered' })
    await talk.say('je veux parler à un agent', undefined, 'same')
    expect(await talk.handoff()).toBeUndefined()
  })

  it('counts once', async () => {
    assistant.index.finds(SURE)
    await talk.say('acte', undefined, 'same')
    await talk.say('acte', undefined, 'same')
    await assistant.counters.flush()
    const counted = await assistant.store.readCounters('bourg', '2026-11-24', '2026-11-24')
    expect(counted['2026-11-24']).toMatchObject({ questions: 1 })
  })

  it('at the same time is stored once', async () => {
    assistant.index.finds(SURE)
    const sent = await Promise.all([1, 2, 3].map(() => talk.say('acte', undefined, 'same')))
    expect(new Set(sent.map(({ message }) => message.id)).size).toBe(1)
    expect((await talk.transcript()).messages).toHaveLength(2)
  })
})

describe('order', () => {
  it('messages of one conversation are answered one after the other, each beside its answer', async () => {
    assistant.index.finds(SURE)
    const texts = Array.from({ length: 20 }, (_, index) => `question ${index}`)
    await Promise.all(texts.map((text) => talk.say(text)))
    const { messages } = await talk.transcript()
    const asked = messages.filter(({ author }) => author === 'citizen').map(({ payload }) => payload)
    expect(asked).toEqual(texts.map((text) => ({ type: 'text', text })))
    expect(messages.map(({ author }) => author)).toEqual(texts.flatMap(() => ['citizen', 'assistant']))
    expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, index) => index + 1))
  })

  it('conversations that are answered at the same time are not taken for each other, whatever their messages are called', async () => {
    assistant.index.finds(SURE)
    const other = await assistant.startConversation()
    const [asked, greeted] = await Promise.all([
      talk.say('acte de naissance', undefined, 'same'),
      other.say('Bonjour !', undefined, 'same'),
    ])
    expect([asked.turn?.outcome, greeted.turn?.outcome]).toEqual(['answered', 'answered_small_talk'])
    expect(greeted.message.payload).toMatchObject({ text: 'Bonjour !' })
  })

  it('what one message changed is known to the next, even when they are sent together', async () => {
    assistant.index.finds(UNSURE)
    const sent = await Promise.all([talk.say('zzz'), talk.say('yyy')])
    expect(sent.map(({ turn }) => turn?.outcome)).toEqual(['unanswerable_low_confidence', 'escalated_repeated_failure'])
  })

  it('a conversation does not wait for another', async () => {
    assistant.index.finds(SURE)
    const release = assistant.index.hold()
    const slow = talk.say('acte')
    const other = await assistant.startConversation()
    expect((await other.say('bonjour')).turn?.outcome).toBe('answered_small_talk')
    release()
    expect((await slow).turn?.outcome).toBe('answered')
  })

  it('a message that fails does not hold those behind it', async () => {
    let failures = 1
    await begin({
      wrapStore: (store) => ({
        ...store,
        appendTurn: (input) =>
          failures-- > 0 ? Promise.reject(new AppError('storage_unavailable', 503)) : store.appendTurn(input),
      }),
    })
    assistant.index.finds(SURE)
    const [first, second] = await Promise.allSettled([talk.say('un'), talk.say('deux')])
    expect(first.status).toBe('rejected')
    expect(second.status).toBe('fulfilled')
  })
})

describe('a conversation that cannot go on', () => {
  it('is refused when it is closed or unknown', async () => {
    const { store, receive } = assistant
    const { conversation } = talk
    const notice = { author: 'system' as const, at: '2026-11-24T09:00:00.000Z', language: 'fr' as const }
    await store.closeConversation(conversation.id, notice.at, { ...notice, payload: { type: 'text', text: 'Fin.' } })
    await expect(talk.say('acte')).rejects.toMatchObject({ code: 'conversation_closed', status: 409 })
    await store.eraseConversation(conversation.id)
    await expect(receive(conversation, { clientId: 'client-9', text: 'acte' })).rejects.toMatchObject({
      code: 'unknown_conversation',
    })
  })
})
