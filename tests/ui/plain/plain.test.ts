import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { readConfig } from '../../../src/config.js'
import type { Store } from '../../../src/store/store.js'
import type { StaffMember } from '../../platform/http/clients.js'
import { AGENT, CLOSED, OPEN, plainSpaces, startTestServer, type TestServer } from '../../platform/http/harness.js'
import { PlainVisitor } from '../../platform/http/plain-visitor.js'

const FAULT = 'EIO near the disk'

let server: TestServer
let agent: StaffMember
let visitor: PlainVisitor
/** Verbs of the store that fail as a bug would. */
const failing = new Set<keyof Store>()

const withFailures = (store: Store): Store =>
  new Proxy(store, {
    get: (target, verb: keyof Store) => (failing.has(verb) ? () => Promise.reject(new Error(FAULT)) : target[verb]),
  })

beforeAll(async () => {
  server = await startTestServer({
    captureLogs: true,
    wrapStore: withFailures,
    communes: [{ id: 'zedville', nom: 'Zedville' }],
  })
  agent = await server.signIn(AGENT)
})
beforeEach(async () => {
  failing.clear()
  server.clock.set(OPEN)
  await agent.beAvailable('away')
  visitor = new PlainVisitor(server)
})
afterAll(() => server.stop())

const messagesOf = ({ keys }: PlainVisitor) => server.store.listMessages(keys.id, 0)
const text = () => visitor.text

describe('the first page', () => {
  it('says who answers, what is done with what is written, and who can be reached, and stores nothing', async () => {
    await visitor.open('/sans-script?langue=fr')
    expect(visitor.answer.status).toBe(200)
    expect(text()).toMatch(/assistant automatique, pas à une personne/)
    expect(text()).toMatch(/Responsable du traitement : .*30 jours.*dpo@.*CNIL/s)
    expect(text()).toMatch(/numéro de sécurité sociale/)
    expect(text()).toMatch(/Aucun agent n’est disponible en ligne pour le moment/)
    expect(visitor.form('Parler à un agent')).toBeDefined()
    expect(visitor.answer.headers.getSetCookie()).toEqual([])
    expect(await server.store.listConversationsUpdatedBefore('2030-01-01')).toEqual([])
  })

  it.each([
    ['/sans-script?langue=en', {}, 'en', 'Ask a question'],
    ['/sans-script', { 'accept-language': 'en-GB' }, 'en', 'Ask a question'],
    ['/sans-script?langue=fr', { 'accept-language': 'en-GB' }, 'fr', 'Poser une question'],
  ])('%s speaks the language asked (%j)', async (path, headers, language, title) => {
    visitor = new PlainVisitor(server, headers)
    await visitor.open(path)
    expect(visitor.html).toMatch(new RegExp(`^<!doctype html><html lang="${language}" dir="ltr">`))
    expect(visitor.title).toMatch(title)
  })

  it('is of the commune asked', async () => {
    await visitor.open('/sans-script?commune=zedville')
    expect(visitor.title).toBe('Poser une question – Zedville')
    await visitor.ask('acte de naissance', '/sans-script?commune=zedville')
    expect((await server.store.getConversation(visitor.keys.id))?.communeId).toBe('zedville')
    await visitor.open('/sans-script?commune=ailleurs')
    expect(visitor.answer.status).toBe(404)
    expect(text()).toMatch(/Cette commune n’est pas connue.*Téléphone/s)
  })

  it('opens a frequent question', async () => {
    await visitor.open('/sans-script')
    const suggested = visitor.forms.find(({ fields }) => fields.choice?.startsWith('entry:'))
    await visitor.press(suggested?.label ?? '')
    expect(visitor.title).toContain('Nouvelle réponse')
    // An answer, or the first question of its guide.
    expect(visitor.html).toMatch(/<article|la réponse dépend de votre cas/)
  })
})

describe('asking', () => {
  it('leads to the answer: sections, service, source, date', async () => {
    const location = await visitor.ask('Comment obtenir un livret de famille ?')
    expect(location).toMatch(/^\/sans-script\/[\w-]{36}\/[\w-]{43}#dernier$/)
    expect(plainSpaces(visitor.title)).toMatch(/^Nouvelle réponse : .*livret de famille.* – Villebourg/)
    expect(visitor.html.match(/id="dernier"/g)).toHaveLength(1)
    expect(text()).toMatch(/Vous, 10 h Comment obtenir un livret de famille \? Assistant automatique, 10 h/)
    expect(text()).toMatch(/Pièces à fournir.*Source : .*Vérifié le \d/s)
    expect(visitor.html).toMatch(/<a href="https:\/\/www\.service-public[^"]*" rel="noreferrer"/)
    expect((await messagesOf(visitor)).map(({ author }) => author)).toEqual(['assistant', 'citizen', 'assistant'])
  })

  it('goes on in the same conversation', async () => {
    await visitor.ask('acte de naissance')
    const { keys } = visitor
    await visitor.press('Envoyer le message', { text: 'et un acte de mariage' })
    expect(visitor.keys).toEqual(keys)
    expect(plainSpaces(visitor.title)).toMatch(/^Nouvelle réponse : .*mariage/)
    expect((await messagesOf(visitor)).filter(({ author }) => author === 'citizen')).toHaveLength(2)
  })

  it('asks back with buttons, which answer once', async () => {
    await visitor.ask('bruit')
    const choices = visitor.forms.filter(({ fields }) => fields.choice?.startsWith('entry:'))
    expect(choices.length).toBeGreaterThan(0)
    await visitor.press(choices[0]?.label ?? '')
    expect(visitor.html).toContain('<article')
    expect(visitor.forms.filter(({ fields }) => fields.choice?.startsWith('entry:'))).toEqual([])
    expect(visitor.html).toContain('<ul class="past">')
    expect(plainSpaces(text())).toContain(`✓ ${plainSpaces(choices[0]?.label ?? '')}`)
  })

  it('says the case that a guide was told and what to know in it, and lets the answers be changed', async () => {
    await visitor.ask('carte d’identité perdue')
    await visitor.press('Préciser mon cas')
    await visitor.press('Un adulte')
    expect(text()).toMatch(
      /Votre cas : un adulte · carte perdue .*faites la déclaration de perte à la mairie, en même temps/,
    )
    const { id, token } = visitor.keys
    const transcript = await server.call('GET', `/conversations/${id}/transcript`, {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(plainSpaces(transcript.text)).toMatch(/Votre cas : un adulte · carte perdue/)
    await visitor.press('Modifier mes réponses')
    expect(visitor.form('Un adulte')).toBeDefined()
  })

  it('says its buttons in her language beside an answer in French', async () => {
    await visitor.ask('attestation d’accueil', '/sans-script?langue=pt')
    expect(visitor.html).toMatch(/<div lang="pt" dir="ltr"><ul class="chips">/)
  })

  it('begins with the sentence that answers, and opens the heading that was asked for', async () => {
    await visitor.ask('livret de famille perdu')
    await visitor.press('Envoyer le message', { text: 'combien ça coûte ?' })
    expect((await messagesOf(visitor)).at(-1)?.payload).toMatchObject({ type: 'card', answer: { asked: ['cost'] } })
    const [, last = ''] = visitor.html.split('class="lead"').slice(-2)
    expect(last).toMatch(
      /<article[\s\S]*<details><summary><h5>Étapes<\/h5>[\s\S]*<details open><summary><h5>Coût<\/h5>/,
    )
  })

  it('proposes others to whom refuses an answer', async () => {
    await visitor.ask('livret de famille perdu')
    const [card] = (await messagesOf(visitor)).filter(({ payload }) => payload.type === 'card')
    await visitor.press('Ce n’est pas ma question')
    const messages = await messagesOf(visitor)
    expect(messages.find(({ id }) => id === card?.id)?.feedback).toBe('not_my_question')
    expect(messages.at(-1)?.author).toBe('assistant')
    expect(messages.filter(({ author }) => author === 'citizen')).toHaveLength(2)
    expect(text()).toMatch(/D’accord/)
  })

  it('keeps an opinion, and says so where it was given', async () => {
    await visitor.ask('livret de famille perdu')
    const location = await visitor.press('Oui')
    expect(location).toMatch(/\?fait=avis#avis-3$/)
    expect(visitor.html).toContain('id="avis-3"')
    expect(visitor.title).toMatch(/^Avis enregistré/)
    expect(text()).toContain('Merci, votre avis est noté.')
    expect((await messagesOf(visitor)).at(-1)?.feedback).toBe('helpful')
    await visitor.press('Non')
    expect((await messagesOf(visitor)).at(-1)?.feedback).toBe('unhelpful')
  })

  it('masks what must not be kept, and shows numbers to call in an emergency', async () => {
    await visitor.ask('mon mail est jeanne.martin@exemple.fr')
    expect(visitor.html).not.toContain('jeanne.martin')
    await visitor.press('Envoyer le message', { text: 'mon mari me frappe' })
    expect(plainSpaces(visitor.title)).toMatch(/^Urgence : /)
    expect(visitor.html).toContain('href="tel:17"')
  })
})

describe('sending twice', () => {
  it('begins one conversation, with one question', async () => {
    await visitor.open('/sans-script')
    const form = visitor.form('Envoyer la question')
    const answers = await Promise.all([1, 2, 3].map(() => visitor.post(form, { text: 'acte de naissance' })))
    const [location, ...others] = answers.map(({ headers }) => headers.get('location') ?? '')
    expect(others).toEqual([location, location])
    await visitor.open(location ?? '')
    expect((await messagesOf(visitor)).map(({ author }) => author)).toEqual(['assistant', 'citizen', 'assistant'])
  })

  it('sends once; filled otherwise, the same form says something else', async () => {
    await visitor.ask('acte de naissance')
    const form = visitor.form('Envoyer le message')
    for (const words of ['carte grise', 'carte grise', 'passeport']) await visitor.post(form, { text: words })
    const own = (await messagesOf(visitor)).filter(({ author }) => author === 'citizen')
    expect(own.map(({ payload }) => (payload.type === 'text' ? payload.text : ''))).toEqual([
      'acte de naissance',
      'carte grise',
      'passeport',
    ])
  })

  it('refuses an answer once', async () => {
    await visitor.ask('acte de naissance')
    const form = visitor.form('Ce n’est pas ma question')
    await Promise.all([visitor.post(form), visitor.post(form)])
    expect((await messagesOf(visitor)).filter(({ author }) => author === 'citizen')).toHaveLength(2)
  })
})

describe('a human', () => {
  it('comes when one can: she waits, talks, and the assistant is back', async () => {
    await agent.beAvailable()
    await visitor.ask('acte de naissance')
    expect(text()).toContain('Un agent peut vous répondre maintenant.')
    await visitor.press('Parler à un agent')
    const reference = (await server.store.findOpenHandoff(visitor.keys.id))?.reference
    expect(reference).toMatch(/^VR-/)
    expect(text()).toContain(
      `Un agent est prévenu. Vous êtes en tête de la file. Vous pouvez continuer à écrire : il lira tout. Référence à donner si vous téléphonez : ${reference}.`,
    )
    const [item] = (await agent.queue()).pending
    await agent.act(item?.id ?? '', 'claim')
    await agent.act(item?.id ?? '', 'messages', { clientId: 'agent-plain-1', text: 'Bonjour Madame' })
    await visitor.open(visitor.links.Actualiser ?? '')
    expect(text()).toMatch(/Vous parlez avec Accueil/)
    expect(visitor.title).toMatch(/^Nouveau message de Accueil/)
    await visitor.press('Envoyer le message', { text: 'merci beaucoup' })
    expect(visitor.title).toMatch(/^Message envoyé/)
    expect((await agent.readHandoff(item?.id ?? '')).transcript.messages.at(-1)?.payload).toMatchObject({
      text: 'merci beaucoup',
    })
    await agent.act(item?.id ?? '', 'resolve', { resolution: 'answered' })
    await visitor.open(visitor.links.Actualiser ?? '')
    expect(text()).toMatch(/L’assistant automatique reprend/)
    expect(visitor.form('Parler à un agent')).toBeDefined()
  })

  it('is reached from the first page too', async () => {
    await agent.beAvailable()
    await visitor.open('/sans-script')
    await visitor.press('Parler à un agent')
    expect(text()).toMatch(/Un agent est prévenu/)
    await visitor.press('Ne plus attendre')
    expect(text()).toMatch(/Vous n’attendez plus d’agent/)
    expect(await server.store.findOpenHandoff(visitor.keys.id)).toBeUndefined()
  })

  it('is waited for on a page that reads itself again only when she asked', async () => {
    await agent.beAvailable()
    await visitor.ask('acte de naissance')
    expect(visitor.links).not.toHaveProperty('Actualiser automatiquement')
    await visitor.open(`${visitor.address}?actualiser=oui`)
    expect(visitor.html).not.toContain('http-equiv="refresh"')
    await visitor.press('Parler à un agent')
    expect(visitor.html).not.toContain('http-equiv="refresh"')
    await visitor.open(visitor.links['Actualiser automatiquement'] ?? '')
    const next = /http-equiv="refresh" content="20; url=([^"]*)"/.exec(visitor.html)?.[1]?.replace('&amp;', '&') ?? ''
    expect(next.replace(/#.*/, '')).not.toBe(visitor.address)
    expect(visitor.forms.map(({ label }) => label)).not.toContain('Envoyer le message')
    await visitor.open(next)
    expect(visitor.html).toContain('http-equiv="refresh"')
    await visitor.open(visitor.links['Arrêter l’actualisation automatique'] ?? '')
    expect(visitor.html).not.toContain('http-equiv="refresh"')
    await visitor.press('Ne plus attendre')
  })

  it('reads a message when nobody can talk: a bad phone is told beside its field, and nothing typed is lost', async () => {
    server.clock.set(CLOSED)
    await visitor.ask('acte de naissance')
    expect(text()).toMatch(/L’accueil de la mairie est fermé. Il rouvre demain à 8 h 30/)
    await visitor.press('Parler à un agent')
    expect(visitor.address).toMatch(/\/message$/)
    const typed = { name: 'Jeanne "Jo" <Martin>', phone: '06 12', email: '', text: 'Rappelez-moi\nle matin' }
    await visitor.press('Envoyer le message', typed)
    expect([visitor.answer.status, plainSpaces(visitor.title)]).toEqual([
      422,
      'Erreur : Réponses à corriger : 1. – Villebourg-sur-Loire',
    ])
    expect(visitor.html).toMatch(/<p id="champ-phone-erreur" class="error">Ce numéro/)
    expect(visitor.html).toMatch(
      /<input [^>]*id="champ-phone"[^>]*aria-describedby="champ-phone-aide champ-phone-erreur"/,
    )
    const { clientId: _, ...fields } = visitor.form('Envoyer le message').fields
    expect(fields).toEqual(typed)
    await visitor.press('Envoyer le message', { phone: '06 12 34 56 78' })
    expect(text()).toMatch(/Votre message attend un agent.*Référence/s)
    expect((await agent.queue()).pending.map(({ contact, subject }) => [contact, subject])).toContainEqual([
      { name: typed.name, phone: '06 12 34 56 78' },
      typed.text,
    ])
  })

  it('lets her wait where the reception is open or opens soon, and only there', async () => {
    server.clock.set(CLOSED)
    await visitor.ask('acte de naissance')
    await visitor.press('Parler à un agent')
    expect(text()).toMatch(/Vous pouvez aussi écrire à accueil@/)
    expect(visitor.forms.map(({ label }) => label)).not.toContain('Attendre ici')
    // Ten minutes before it opens.
    server.clock.set('2026-11-25T07:20:00.000Z')
    await visitor.open(visitor.address)
    await visitor.press('Attendre ici')
    expect(text()).toMatch(/vous gardez votre place ici/)
    await visitor.open(`${visitor.address.replace(/#.*/, '')}/message`)
    expect(visitor.forms.map(({ label }) => label)).not.toContain('Attendre ici')
  })

  it('tells every field to correct at once', async () => {
    server.clock.set(CLOSED)
    await visitor.ask('acte de naissance')
    await visitor.press('Parler à un agent')
    await visitor.press('Envoyer le message', { email: 'jeanne' })
    expect(text()).toMatch(/Réponses à corriger : 3\..*Écrivez votre nom\..*adresse e-mail.*Écrivez votre message\./s)
    await visitor.press('Envoyer le message', {
      name: 'J'.repeat(101),
      email: '',
      phone: '0'.repeat(31),
      text: 'a'.repeat(2001),
    })
    expect(text()).toMatch(/Ce nom est trop long.*Ce numéro.*Le message est trop long/s)
  })

  it('waits once for a message left twice', async () => {
    server.clock.set(CLOSED)
    await visitor.ask('acte de naissance')
    await visitor.open(`${visitor.address}/message`)
    const form = visitor.form('Envoyer le message')
    const typed = { name: 'Jeanne', email: 'jeanne@exemple.fr', text: 'Bonjour' }
    for (const answer of [await visitor.post(form, typed), await visitor.post(form, typed)])
      expect(answer.status).toBe(303)
    expect(
      (await agent.queue()).pending.filter(({ conversationId }) => form.action.includes(conversationId)),
    ).toHaveLength(1)
    const other = await visitor.post(form, { ...typed, text: 'Et autre chose' })
    expect(other.status).toBe(409)
    expect(other.text).toContain('Et autre chose')
  })
})

describe('ending', () => {
  it('keeps the conversation to read, and no longer to write', async () => {
    await visitor.ask('acte de naissance')
    const form = visitor.form('Envoyer le message')
    await visitor.press('Terminer la conversation')
    expect(visitor.title).toMatch(/^Conversation terminée/)
    expect(visitor.forms.map(({ label }) => label)).not.toContain('Envoyer le message')
    const late = await visitor.post(form, { text: 'encore une question' })
    expect([late.status, plainSpaces(late.text)]).toEqual([409, expect.stringContaining('encore une question')])
    visitor.answer = late
    await visitor.press('Envoyer dans une nouvelle conversation')
    expect(text()).toContain('encore une question')
  })

  it('erases for good once confirmed, and says the same when pressed twice', async () => {
    await visitor.ask('un secret que personne ne doit garder')
    const { address, keys } = visitor
    await visitor.open(visitor.links['Effacer la conversation…'] ?? '')
    expect(await server.store.getConversation(keys.id)).toBeDefined()
    const form = visitor.form('Oui, effacer')
    await visitor.press('Oui, effacer')
    expect(visitor.title).toMatch(/^Conversation effacée/)
    expect(await server.store.getConversation(keys.id)).toBeUndefined()
    expect((await visitor.post(form)).status).toBe(303)
    await visitor.open(address)
    expect([visitor.answer.status, plainSpaces(visitor.title)]).toEqual([
      404,
      expect.stringMatching(/^Erreur : Cette conversation/),
    ])
    expect(text()).toMatch(/Téléphone de la mairie : 02 61 91 00 00/)
  })
})

describe('who may read a conversation', () => {
  it('is who has its whole address', async () => {
    await visitor.ask('acte de naissance')
    const { id, token } = visitor.keys
    const other = new PlainVisitor(server)
    await other.ask('passeport')
    for (const wrong of [other.keys.token, token.slice(1), `${token}a`, 'x']) {
      for (const path of ['', '/message', '/effacer']) {
        const { status, text } = await server.fetch(`/sans-script/${id}/${wrong}${path}`)
        expect([status, text.includes('acte de naissance')]).toEqual([404, false])
      }
      for (const path of ['/messages', '/avis', '/agent', '/attente', '/message', '/fin', '/effacer']) {
        const form = {
          action: `/sans-script/${id}/${wrong}${path}`,
          fields: { clientId: 'client-plain', text: 'a' },
          label: '',
        }
        expect((await visitor.post(form)).status).toBe(404)
      }
    }
    expect(await messagesOf(visitor)).toHaveLength(3)
  })
})

describe('what is typed', () => {
  const ATTACK = '"><script>alert(1)</script><img src=x onerror=alert(2)> </textarea>'

  it('is escaped wherever it is shown', async () => {
    await visitor.ask(ATTACK)
    await visitor.press('Envoyer le message', { text: `${ATTACK} javascript:alert(3)` })
    await visitor.open(visitor.links['Revenir à la conversation'] ?? visitor.address)
    expect(text()).toContain('<script>alert(1)</script>')
    await visitor.open(`${visitor.address}/message`)
    await visitor.press('Envoyer le message', { name: ATTACK, phone: ATTACK, email: ATTACK, text: ATTACK })
    for (const html of [visitor.html]) expect(html).not.toMatch(/<script|<img|href="javascript/)
    expect(visitor.form('Envoyer le message').fields.text).toBe(ATTACK)
    const { html } = await visitor.open(`/sans-script?commune=${encodeURIComponent(ATTACK)}`)
    expect(html).not.toMatch(/<script|<img/)
  })

  it.each([
    ['   ', 'Écrivez d’abord votre message'],
    ['é'.repeat(2001), 'Le message est trop long'],
  ])('stays when it must be corrected (%#)', async (typed, problem) => {
    await visitor.open('/sans-script')
    await visitor.press('Envoyer la question', { text: typed })
    expect(visitor.answer.status).toBe(422)
    expect(plainSpaces(visitor.title)).toContain(`Erreur : ${problem}`)
    expect(visitor.form('Envoyer la question').fields.text).toBe(typed)
    await visitor.press('Envoyer la question', { text: 'acte de naissance' })
    await visitor.press('Envoyer le message', { text: typed })
    expect([visitor.answer.status, visitor.form('Envoyer le message').fields.text]).toEqual([422, typed])
    expect(visitor.html).toMatch(/<textarea [^>]*id="ecrire"[^>]*aria-invalid="true"[^>]*ecrire-erreur/)
  })

  it('counts the end of a line as one character', async () => {
    await visitor.ask('a\r\n'.repeat(1000))
    expect(visitor.answer.status).toBe(200)
  })
})

describe('what goes wrong', () => {
  it('is a page with a way on, and what was typed can be sent again', async () => {
    await visitor.ask('acte de naissance')
    failing.add('appendTurn')
    await visitor.press('Envoyer le message', { text: 'ma longue question' })
    expect(visitor.answer.status).toBe(500)
    expect(plainSpaces(visitor.title)).toMatch(/^Erreur : Une erreur est survenue/)
    expect(text()).toMatch(/Votre texte n’est pas perdu : ma longue question.*02 61 91 00 00/s)
    expect(visitor.html).not.toContain(FAULT)
    failing.clear()
    await visitor.press('Envoyer de nouveau')
    expect((await messagesOf(visitor)).filter(({ author }) => author === 'citizen')).toHaveLength(2)
  })

  it('is told even when nothing can be read', async () => {
    await visitor.ask('acte de naissance')
    failing.add('getConversation').add('listPresences')
    await visitor.open(visitor.address)
    expect([visitor.answer.status, text().includes('02 61 91 00 00')]).toEqual([500, true])
  })

  it('is an address that does not exist, a form that is not one, one that is too large', async () => {
    await visitor.open('/sans-script/rien')
    expect([visitor.answer.status, text()]).toEqual([
      404,
      expect.stringMatching(/Il n’y a pas de page à cette adresse/),
    ])
    await visitor.open('/sans-script')
    const form = visitor.form('Envoyer la question')
    for (const [fields, status] of [
      [{ cle: 'court' }, 422],
      [{ clientId: '' }, 422],
      [{ choice: 'autre' }, 422],
      [{ inconnu: '1' }, 422],
      [{ text: 'a'.repeat(70_000) }, 413],
    ] as const) {
      const answer = await visitor.post(form, { text: 'acte', ...(fields as Record<string, string>) })
      expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8'])
    }
    const json = await server.fetch('/sans-script', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    expect(json.status).toBe(422)
  })

  it('is a form’s own address typed again, which leads back', async () => {
    await visitor.ask('acte de naissance')
    const { status, headers } = await server.fetch(`${visitor.address}/messages`, { redirect: 'manual' })
    expect([status, headers.get('location')]).toEqual([303, `${visitor.address}#dernier`])
  })

  it('is a crowd, told with the seconds to wait', async () => {
    const busy = await startTestServer({
      config: { rateLimits: { ...readConfig({}).rateLimits, conversationPer10s: 1 } },
    })
    const early = new PlainVisitor(busy)
    await early.ask('acte de naissance')
    await early.press('Envoyer le message', { text: 'encore' })
    await busy.stop()
    expect([early.answer.status, Number(early.answer.headers.get('retry-after'))]).toEqual([429, expect.any(Number)])
    expect(early.text).toMatch(/Vous pouvez reprendre dans \d+ secondes.*Votre texte n’est pas perdu : encore/s)
    expect(early.form('Envoyer de nouveau').fields.text).toBe('encore')
  })

  it('is a server that stops', async () => {
    const stopping = await startTestServer()
    const late = new PlainVisitor(stopping)
    await late.ask('acte de naissance')
    stopping.app.beginStop()
    await late.press('Envoyer le message', { text: 'encore' })
    await stopping.stop()
    expect([late.answer.status, late.form('Envoyer de nouveau').fields.text]).toEqual([503, 'encore'])
  })
})

describe('every page', () => {
  it('is kept nowhere, and carries no script, style, cookie nor referrer', async () => {
    await visitor.ask('acte de naissance')
    const { address } = visitor
    for (const path of [
      '/sans-script',
      address,
      `${address}/message`,
      `${address}/effacer`,
      '/sans-script/effacee',
      '/sans-script/rien',
    ]) {
      const { headers, text } = await server.fetch(path)
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('x-robots-tag')).toContain('noindex')
      expect(headers.get('content-security-policy')).toContain("style-src 'self'")
      expect(headers.getSetCookie()).toEqual([])
      expect(text).toContain('<meta name="robots" content="noindex"/>')
      expect(text).not.toMatch(/<script|<style| style=| on\w+=/)
      expect(text.match(/<h1[ >]/g)).toHaveLength(1)
    }
  })

  it('leaves no key in the log, even when it fails', async () => {
    await visitor.ask('un mot très reconnaissable : chrysanthème')
    const { token, id } = visitor.keys
    for (const verb of [
      'getConversation',
      'listMessages',
      'appendTurn',
      'closeConversation',
      'eraseConversation',
    ] as const) {
      failing.add(verb)
      await visitor.open(`/sans-script/${id}/${token}`)
      for (const path of ['messages', 'fin', 'effacer'])
        await visitor.post({
          action: `/sans-script/${id}/${token}/${path}`,
          fields: { clientId: 'client-plain', text: 'chrysanthème' },
          label: '',
        })
      failing.clear()
    }
    await server.fetch(`/sans-script/${id}/${token}/%E0%A4%A`)
    expect(server.logs()).toContain(FAULT)
    expect(server.logs()).not.toContain(token)
    expect(server.logs()).not.toContain('chrysanthème')
  })
})

describe('a fact of the town', () => {
  it('is a sentence, with a telephone to press and the entry that says more', async () => {
    await visitor.ask('la piscine est ouverte demain ?')
    expect(plainSpaces(text())).toContain(
      'Oui, c’est ouvert demain mercredi 25 novembre de 14 h à 18 h. Piscine municipale',
    )
    expect(Object.values(visitor.links)).toContain('tel:0261910024')
    const more = visitor.forms.find(({ label }) => label.startsWith('Piscine'))
    expect(more?.fields.choice).toBe('entry:piscine-municipale')
    await visitor.press(visitor.forms.find(({ fields }) => fields.text === '')?.label ?? '', { text: 'et dimanche ?' })
    expect(plainSpaces(text())).toContain('Oui, c’est ouvert le dimanche 29 novembre de 9 h à 12 h 30.')
  })
})
