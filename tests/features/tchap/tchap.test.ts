import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { DEMONSTRATION_PASSWORD } from '../../../src/commands/demonstration.js'
import { type Citizen, expectProblem, StaffMember } from '../../platform/http/clients.js'
import { startTestServer, type TestServer } from '../../platform/http/harness.js'
import { type Homeserver, openHomeserver } from './homeserver.js'
import { type Seen, TchapUser, until } from './tchap-user.js'

/**
 * The story of Tchap, over the public interface of both sides: agents at their account page and on their phones, citizens in the chat. The same file runs
 * against a real homeserver (`npm run bench -- matrix`).
 */

let home: Homeserver
let server: TestServer
let bot: string

beforeAll(async () => {
  home = await openHomeserver()
  const { id, token } = await home.register('guichet')
  bot = id
  server = await startTestServer({
    config: { matrix: { url: home.url, token, carriesText: true } },
    entries: ['carte-identite'],
  })
  await server.app.sweep()
  // What happened before the first look is no news.
  await until(async () => (await server.store.readTchap()).since !== null)
})
afterAll(async () => {
  await server.stop()
  await home.close()
})

/** An agent of Villebourg with a phone, linked by a code that was typed there. */
interface Linked {
  agent: StaffMember
  phone: TchapUser
  roomId: string
}

let agents = 0

async function newAgent(): Promise<{ agent: StaffMember; phone: TchapUser; name: string; email: string }> {
  agents += 1
  const name = `Agent ${agents}`
  const email = `agent-${agents}@villebourg.example`
  const agent = await server.signInAs({ email, displayName: name, roles: ['agent'] })
  return { agent, phone: await TchapUser.register(home, `agent-${agents}`), name, email }
}

async function code(agent: StaffMember): Promise<string> {
  const { status, body } = await agent.call('POST', '/account/tchap', { language: 'fr' })
  expect(status).toBe(200)
  expect(body.code).toMatch(/^\d{4} \d{4}$/)
  return body.code
}

async function link(): Promise<Linked & { name: string; email: string }> {
  const { agent, phone, ...who } = await newAgent()
  const typed = await code(agent)
  await phone.writeTo(bot)
  const roomId = await phone.accept()
  await phone.say(roomId, typed)
  await phone.hear(roomId, /C’est fait/)
  return { agent, phone, roomId, ...who }
}

/** A citizen who waits for an agent, for longer than a minute; what is told of it in a room. */
async function callFrom(
  question: string,
  { agent, phone, roomId }: Linked,
): Promise<{ citizen: Citizen; notice: Seen }> {
  const citizen = await server.startConversation({ communeId: 'villebourg' })
  await citizen.say(question)
  await agent.beAvailable()
  expect((await citizen.callAgent()).status).toBeLessThan(300)
  server.clock.advance({ seconds: 61 })
  await server.app.sweep()
  await server.app.sweep()
  return {
    citizen,
    notice: await phone.hear(roomId, new RegExp(`attend une réponse[\\s\\S]*${question.slice(0, 12)}`)),
  }
}

const wordsOf = async (citizen: Citizen) =>
  (await citizen.read()).messages.flatMap(({ author, authorName, payload }) =>
    author === 'agent' && payload.type === 'text' ? [`${authorName}: ${payload.text}`] : [],
  )
const isTick = (eventId: string) => (seen: Seen) =>
  seen.type === 'm.reaction' && seen.content['m.relates_to']?.event_id === eventId

/** Nobody else hears of what comes next. */
async function unlinkAll(): Promise<void> {
  for (const { userId, roomId } of (await server.store.readTchap()).links) {
    await server.store.dropReplyWish(userId, 'tchap')
    await server.store.dropTchapRooms([roomId])
  }
}

describe('an account', () => {
  it('is linked by a code of its page, typed in a room of the bot that is hers alone', async () => {
    const { agent, phone } = await newAgent()
    expect((await agent.call('GET', '/account/tchap')).body).toEqual({
      ...{ state: 'unlinked', bot, matrixId: null, since: null, carriesText: true },
    })
    const typed = await code(agent)
    const hers = await phone.writeTo(bot)
    const roomId = await phone.accept()
    expect(roomId).not.toBe(hers)
    await phone.hear(roomId, /code à huit chiffres/)
    await phone.say(roomId, '1234 5678')
    await phone.hear(roomId, /n’est pas un code/)
    const event = await phone.say(roomId, typed)
    await phone.hear(roomId, /C’est fait, Agent 1/)
    expect((await agent.call('GET', '/account/tchap')).body).toMatchObject({
      ...{ state: 'linked', matrixId: phone.id, since: server.clock.now().toISOString() },
    })
    expect((await agent.call('GET', '/account/reply-ways')).body.ways).toContainEqual({ way: 'tchap', chosen: true })
    await phone.see(roomId, ({ type }) => type === 'm.room.redaction')
    expect((await phone.read(roomId)).find(({ event_id }) => event_id === event)?.content).toEqual({})

    // Nobody else comes in, and nothing makes the bot blind there.
    const other = await TchapUser.register(home, 'other')
    const room = `rooms/${encodeURIComponent(roomId)}`
    expect((await phone.ask('POST', `${room}/invite`, { user_id: other.id })).status).toBe(403)
    const encryption = { algorithm: 'm.megolm.v1.aes-sha2' }
    expect((await phone.ask('PUT', `${room}/state/m.room.encryption`, encryption)).status).toBe(403)
  })

  it('is linked by no code of another time, of another use, or after too many tries', async () => {
    const { agent, phone } = await newAgent()
    const first = await code(agent)
    const second = await code(agent)
    await phone.writeTo(bot)
    const roomId = await phone.accept()
    await phone.say(roomId, first)
    await phone.hear(roomId, /n’est pas un code/)
    for (let tries = 0; tries < 4; tries += 1) await phone.say(roomId, `0000 000${tries}`)
    await phone.hear(roomId, /Trop d’essais/)
    await phone.say(roomId, second)
    expect((await agent.call('GET', '/account/tchap')).body.state).toBe('unlinked')
    await until(async () => (await server.store.readTchap()).rooms.length === 0)
  })

  it('asks nobody in while no account waits for a code', async () => {
    await server.store.dropLapsed(new Date(server.clock.now().getTime() + 3_600_000).toISOString())
    const stranger = await TchapUser.register(home, 'stranger')
    const roomId = await stranger.writeTo(bot)
    await stranger.see(roomId, ({ type, content }) => type === 'm.room.member' && content.membership === 'leave')
    expect((await server.store.readTchap()).rooms).toEqual([])
    expect(await stranger.invitations()).toEqual([])
  })

  it('is unlinked on its page, by leaving the room, and with the account', async () => {
    const isGone = ({ content, type }: Seen) => type === 'm.room.member' && content.membership === 'leave'
    const one = await link()
    expect((await one.agent.call('DELETE', '/account/tchap')).body.state).toBe('unlinked')
    await one.phone.see(one.roomId, isGone)
    const two = await link()
    await two.phone.leave(two.roomId)
    await until(async () => (await two.agent.call('GET', '/account/tchap')).body.state === 'unlinked')
    const three = await link()
    const user = await server.store.getUser(three.agent.userId)
    await server.store.saveUser({
      ...(user as NonNullable<typeof user>),
      deactivatedAt: server.clock.now().toISOString(),
    })
    await server.app.sweep()
    await three.phone.see(three.roomId, isGone)
    await until(async () => (await server.store.listReplyWishes()).every(({ userId }) => userId !== three.agent.userId))
  })

  it('is of those who answer citizens alone', async () => {
    const curator = await server.signInAs({
      email: 'redaction@villebourg.example',
      displayName: 'R',
      roles: ['curator'],
    })
    expect((await curator.call('GET', '/account/tchap')).body.state).toBe('off')
    expectProblem(await curator.call('POST', '/account/tchap', { language: 'fr' }), 409, 'tchap_off')
  })
})

describe('a request', () => {
  it('is told in her room, and answered in its thread: once, masked, signed, and ticked', async () => {
    await unlinkAll()
    const linked = await link()
    const { phone, roomId, name } = linked
    const { citizen, notice } = await callFrom('Le service est où, mon numéro est le 06 12 34 56 78', linked)
    expect(notice.content.body).toContain('> Le service est où, mon numéro est le [')
    expect(notice.content.body).not.toContain('06 12')
    const answered = await phone.say(roomId, 'Rue Haute. Votre carte 4111 1111 1111 1111 est inutile.', notice.event_id)
    await phone.see(roomId, isTick(answered))
    expect(await wordsOf(citizen)).toEqual([expect.stringMatching(/^Agent \d+: Rue Haute\. Votre carte \[.*\] est/)])
    expect((await server.store.findOpenHandoff(citizen.id))?.agentName).toBe(name)

    // What she asks next is told below, and a reply there is an answer too, without what it quotes.
    server.clock.advance({ seconds: 1 })
    await citizen.say('Merci, et l’entrée ?')
    server.clock.advance({ seconds: 61 })
    await server.app.sweep()
    await server.app.sweep()
    const next = await phone.hear(roomId, /et l’entrée/)
    expect(next.content['m.relates_to']).toMatchObject({ rel_type: 'm.thread', event_id: notice.event_id })
    const replied = await phone.say(roomId, `> <${bot}> Une personne attend\n> encore\n\nÀ gauche.`, undefined, {
      'm.relates_to': { 'm.in_reply_to': { event_id: next.event_id } },
    })
    await phone.see(roomId, isTick(replied))
    expect((await wordsOf(citizen)).at(-1)).toBe(`${name}: À gauche.`)
  })

  it('is answered once, however often the news of it come', async () => {
    await unlinkAll()
    const linked = await link()
    const { phone, roomId } = linked
    const { citizen, notice } = await callFrom('Quand la crèche ouvre-t-elle ?', linked)
    const { since: before } = await server.store.readTchap()
    const answered = await phone.say(roomId, 'À huit heures.', notice.event_id)
    const unclear = await phone.say(roomId, 'À qui ?')
    await phone.see(roomId, isTick(answered))
    await phone.hear(roomId, /Je ne sais pas à qui/)
    const now = await until(async () => {
      const { since } = await server.store.readTchap()
      return since !== before && since
    })
    // A process died before it noted what it had dealt with.
    await server.store.advanceTchap({ from: now, to: before ?? '' })
    await phone.say(roomId, 'Et encore ?')
    await until(async () => (await phone.read(roomId)).filter(({ content }) => /à qui/.test(content.body)).length >= 2)
    expect(await wordsOf(citizen)).toHaveLength(1)
    const seen = await phone.read(roomId)
    expect(seen.filter(isTick(answered))).toHaveLength(1)
    const told = seen.filter(({ content }) => content['m.relates_to']?.['m.in_reply_to']?.event_id === unclear)
    expect(told).toHaveLength(1)
  })

  it('takes words alone, in its thread, and says why not in one sentence', async () => {
    await unlinkAll()
    const linked = await link()
    const { phone, roomId } = linked
    const { citizen, notice } = await callFrom('Combien coûte la cantine ?', linked)
    const inThread = { 'm.relates_to': { rel_type: 'm.thread', event_id: notice.event_id } }
    const cases: [() => Promise<unknown>, RegExp][] = [
      [() => phone.say(roomId, 'Trois euros.'), /Je ne sais pas à qui transmettre/],
      [
        () => phone.say(roomId, 'plan.png', undefined, { msgtype: 'm.image', url: 'mxc://tchap.test/x', ...inThread }),
        /Seuls les mots/,
      ],
      [
        () =>
          phone.send(roomId, 'm.room.message', {
            ...{
              msgtype: 'm.text',
              body: '* Deux euros.',
              'm.new_content': { msgtype: 'm.text', body: 'Deux euros.' },
            },
            'm.relates_to': { rel_type: 'm.replace', event_id: notice.event_id },
          }),
        /Modifier un message ici ne change rien/,
      ],
      [
        () =>
          phone.send(roomId, 'm.room.encrypted', { algorithm: 'm.megolm.v1.aes-sha2', ciphertext: 'x', ...inThread }),
        /Je ne sais pas lire un message chiffré/,
      ],
      [() => phone.say(roomId, ' ', notice.event_id), /Votre réponse est vide/],
      [() => phone.say(roomId, 'x'.repeat(3_000), notice.event_id), /trop longue/],
    ]
    for (const [act, words] of cases) {
      await act()
      const told = await phone.hear(roomId, words)
      expect(told.content.body.split(/[.!?](?: |$)/).filter((part: string) => part !== '').length).toBeLessThanOrEqual(
        1,
      )
    }
    // What programs write to each other is none of the bot's business.
    await phone.say(roomId, 'Rappel automatique', notice.event_id, { msgtype: 'm.notice' })
    const last = await phone.say(roomId, 'Trois euros.', notice.event_id)
    await phone.see(roomId, isTick(last))
    await phone.withdraw(roomId, last)
    await phone.hear(roomId, /Supprimer un message ici ne le retire pas/)
    expect(await wordsOf(citizen)).toEqual([expect.stringMatching(/: Trois euros\.$/)])
  })

  it('is not answered by who comes second, nor by who has no right to any more', async () => {
    await unlinkAll()
    const linked = await link()
    const { phone, roomId, agent } = linked
    const { citizen, notice } = await callFrom('Où vote-t-on cette année ?', linked)
    const handoff = await server.store.findOpenHandoff(citizen.id)
    const other = await server.signIn()
    await other.beAvailable()
    expect((await other.act(handoff?.id ?? '', 'claim')).status).toBe(200)
    await phone.say(roomId, 'À l’école.', notice.event_id)
    await phone.hear(roomId, /a déjà pris cette demande/)
    const user = await server.store.getUser(agent.userId)
    await server.store.saveUser({ ...(user as NonNullable<typeof user>), roles: ['curator'] })
    await phone.say(roomId, 'Au gymnase.', notice.event_id)
    await phone.hear(roomId, /n’est plus à vous/)
    expect(await wordsOf(citizen)).toEqual([])
    await other.beAvailable('away')
  })

  it('leaves nothing in Tchap after three days, nor once its citizen has erased it', async () => {
    await unlinkAll()
    const linked = await link()
    const { phone, roomId } = linked
    const first = await callFrom('Effacer une question', linked)
    const kept = await callFrom('Garder une question', linked)
    const answered = await phone.say(roomId, 'Une réponse à effacer', first.notice.event_id)
    await phone.see(roomId, isTick(answered))
    const isEmpty = (id: string) => async () =>
      Object.keys((await phone.read(roomId)).find(({ event_id }) => event_id === id)?.content ?? { x: 1 }).length === 0
    expect((await first.citizen.call('DELETE', '')).status).toBe(204)
    await server.app.sweep()
    for (const id of [first.notice.event_id, answered]) await until(isEmpty(id))
    expect(await isEmpty(kept.notice.event_id)()).toBe(false)
    server.clock.advance({ hours: 73 })
    await server.app.sweep()
    await until(isEmpty(kept.notice.event_id))
    await until(async () => (await server.store.readTchap()).threads.length === 0)
    expect(JSON.stringify((await phone.read(roomId)).map(({ content }) => content))).not.toMatch(
      /une question|Une réponse/,
    )
  })

  it('that is answered too late reaches nobody', async () => {
    const { phone, roomId } = await link()
    await phone.say(roomId, 'Enfin', undefined, {
      'm.relates_to': { 'm.in_reply_to': { event_id: (await phone.read(roomId))[0]?.event_id } },
    })
    await phone.hear(roomId, /Il est trop tard pour répondre/)
  })
})

describe('an installation that lets no text through', () => {
  let quiet: TestServer
  afterAll(() => quiet.stop())

  it('tells of a request by its reference and a link, and takes no answer', async () => {
    const { id, token } = await home.register('discret')
    quiet = await startTestServer({
      config: { matrix: { url: home.url, token, carriesText: false }, publicUrl: 'https://guichet.example' },
      entries: ['carte-identite'],
    })
    await quiet.app.sweep()
    await until(async () => (await quiet.store.readTchap()).since !== null)
    await quiet.signInAs({ email: 'a@villebourg.example', displayName: 'Anne', roles: ['agent'] })
    const agent = await StaffMember.signIn(quiet, 'a@villebourg.example', DEMONSTRATION_PASSWORD)
    const phone = await TchapUser.register(home, 'anne')
    const typed = await code(agent)
    await phone.writeTo(id)
    const roomId = await phone.accept()
    await phone.say(roomId, typed)
    await phone.hear(roomId, /C’est fait/)
    const citizen = await quiet.startConversation({ communeId: 'villebourg' })
    await citizen.say('Où est la crèche ?')
    await agent.beAvailable()
    await citizen.callAgent()
    quiet.clock.advance({ seconds: 61 })
    await quiet.app.sweep()
    await quiet.app.sweep()
    const notice = await phone.hear(roomId, /attend une réponse/)
    expect(notice.content.body).toMatch(/demande [A-Z0-9-]+[\s\S]*https:\/\/guichet\.example\/repondre#lien=[\w-]+$/)
    expect(notice.content.body).not.toContain('crèche')
    await phone.say(roomId, 'Rue Haute.', notice.event_id)
    await phone.hear(roomId, /ouvrez le lien de l’annonce/)
    expect(await wordsOf(citizen)).toEqual([])
  })
})
