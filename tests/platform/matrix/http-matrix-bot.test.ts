import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createHttpMatrixBot } from '../../../src/platform/matrix/http-matrix-bot.js'
import type { MatrixBot, MatrixFault } from '../../../src/platform/matrix/matrix.js'
import { type Homeserver, openHomeserver } from '../../features/tchap/homeserver.js'
import { TchapUser } from '../../features/tchap/tchap-user.js'
import { type MatrixServer, startMatrixServer } from './matrix-server.js'

const SIGNAL = new AbortController().signal
const now = (waitMs = 0) => ({ waitMs, signal: SIGNAL })
const text = (body: string, txnId: string) => ({ type: 'm.room.message', content: { msgtype: 'm.text', body }, txnId })

describe('a bot of a homeserver', () => {
  let home: Homeserver
  let bot: MatrixBot
  let phone: TchapUser
  /** What is asked first is asked once: a homeserver may answer it from memory. */
  let next: string
  const lookAway = async () => {
    // A homeserver tells of something a moment after it has taken it.
    let news = await bot.news(next, now(200))
    while (news.events.length > 0) news = await bot.news(news.next, now(200))
    next = news.next
  }
  beforeAll(async () => {
    home = await openHomeserver()
    bot = createHttpMatrixBot({ url: home.url, token: (await home.register('bot')).token })
    phone = await TchapUser.register(home, 'anne')
  })
  afterAll(() => home.close())

  it('hears nothing of before', async () => {
    await bot.createRoom(phone.id)
    await phone.say(await phone.accept(), 'avant')
    const news = await bot.news(null, now())
    expect(news.events).toEqual([])
    next = news.next
    expect((await bot.news(next, now())).events).toEqual([])
  })

  it('sends once what has one id, and takes it away', async () => {
    const roomId = await bot.createRoom(phone.id)
    await phone.accept()
    const ids = [await bot.send(roomId, text('Bonjour', 'one')), await bot.send(roomId, text('Bonjour', 'one'))]
    expect(new Set(ids).size).toBe(1)
    expect(await bot.send(roomId, text('Bonjour', 'two'))).not.toBe(ids[0])
    const [first = ''] = ids
    await bot.redact(roomId, first)
    await bot.redact(roomId, first)
    const seen = await phone.read(roomId)
    expect(seen.find(({ event_id }) => event_id === first)?.content).toEqual({})
    expect(seen.filter(({ type }) => type === 'm.room.redaction')).toHaveLength(1)
  })

  it('hears all that was said since, in order, however much that is', async () => {
    const roomId = await bot.createRoom(phone.id)
    await phone.accept()
    await lookAway()
    for (let index = 0; index < 230; index += 1) await phone.say(roomId, `mot ${index}`)
    const news = await bot.news(next, now())
    const said = news.events.filter((event) => event.roomId === roomId).map(({ content }) => content.body)
    expect(said).toEqual(Array.from({ length: 230 }, (_, index) => `mot ${index}`))
    expect((await bot.news(news.next, now())).events).toEqual([])
  }, 60_000)

  it('waits for news, and stops waiting at once', async () => {
    const roomId = await bot.createRoom(phone.id)
    await phone.accept()
    await lookAway()
    const waiting = bot.news(next, now(10_000))
    await phone.say(roomId, 'voilà')
    const news = await waiting
    expect(news.events.map(({ sender, content }) => [sender, content.body])).toEqual([[phone.id, 'voilà']])
    const stop = new AbortController()
    const endless = bot.news(news.next, { waitMs: 30_000, signal: stop.signal })
    stop.abort()
    await expect(endless).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('is asked in by somebody whom the homeserver vouches for, and leaves as often as it likes', async () => {
    await lookAway()
    const asked = await phone.writeTo(await bot.whoAmI())
    const { invitations, next: later } = await bot.news(next, now(5_000))
    expect(invitations).toEqual([{ roomId: asked, inviter: phone.id }])
    await bot.leave(asked)
    await bot.leave(asked)
    expect((await bot.news(later, now())).invitations).toEqual([])
  })
})

describe('a homeserver that does not do what it is asked', () => {
  let home: MatrixServer
  let token: string
  let bot: MatrixBot
  let phone: TchapUser
  beforeAll(async () => {
    home = await startMatrixServer()
    token = (await home.register('bot')).token
    bot = createHttpMatrixBot({ url: home.url, token })
    phone = await TchapUser.register(home, 'anne')
  })
  afterAll(() => home.close())

  it('is told by codes, never in its own words', async () => {
    const stranger = createHttpMatrixBot({ url: home.url, token: 'x' })
    await expect(stranger.whoAmI()).rejects.toMatchObject({ code: 'M_UNKNOWN_TOKEN', status: 401 })
    await expect(bot.send('!none:tchap.test', text('a', 'a'))).rejects.toMatchObject({ code: 'M_FORBIDDEN' })
    home.refuse({ status: 400, body: { errcode: 'M_BAD', error: '@anne:tchap.test' } })
    const fault = (await bot.createRoom(phone.id).catch((error: unknown) => error)) as MatrixFault
    expect([fault.message, fault.code]).toEqual(['M_BAD', 'M_BAD'])
    home.refuse({ status: 200, body: { next: 1 } })
    await expect(bot.news(null, now())).rejects.toMatchObject({ code: 'unreadable' })
    expect(bot.state()).toEqual({ lastFault: 'unreadable' })
    home.refuse(null)
    await bot.whoAmI()
    await bot.send('!none:tchap.test', text('a', 'b')).catch(() => {})
    expect(bot.state()).toEqual({ lastFault: null })
    const nobody = createHttpMatrixBot({ url: 'http://127.0.0.1:9', token: 'x' })
    await expect(nobody.news(null, now())).rejects.toMatchObject({ status: 0 })
  })

  it('is waited for as long as it asks, or asked again', async () => {
    home.refuse({ status: 429, body: { errcode: 'M_LIMIT_EXCEEDED', retry_after_ms: 50 } })
    setTimeout(() => home.refuse(null), 30)
    expect(await bot.createRoom(phone.id)).toMatch(/^!/)
    home.refuse({ status: 429, body: { errcode: 'M_LIMIT_EXCEEDED', retry_after_ms: 600_000 } })
    await expect(bot.createRoom(phone.id)).rejects.toMatchObject({ status: 429, waitMs: 600_000 })
    home.refuse({ status: 502, body: {} })
    setTimeout(() => home.refuse(null), 300)
    expect(await createHttpMatrixBot({ url: home.url, token }).whoAmI()).toBe('@bot:tchap.test')
  })

  it('never has a token carried on to another address', async () => {
    const elsewhere: unknown[] = []
    const other = createServer((request, response) => {
      elsewhere.push(request.headers)
      response.end('{}')
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const { port } = other.address() as { port: number }
    const home = createServer((_, response) => {
      response.writeHead(307, { location: `http://127.0.0.1:${port}/` }).end()
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => home.once('listening', resolve))
    const { port: own } = home.address() as { port: number }
    const away = createHttpMatrixBot({ url: `http://127.0.0.1:${own}`, token: 'x' })
    await expect(away.createRoom('@a:b')).rejects.toMatchObject({ name: 'MatrixFault' })
    expect(elsewhere).toEqual([])
    for (const server of [other, home]) server.close()
  })

  it('that encrypts each room is told so, and nothing is written there', async () => {
    home.encryptRooms()
    await expect(bot.createRoom(phone.id)).rejects.toMatchObject({ code: 'encrypted_room' })
    expect(home.count(await bot.whoAmI(), 'm.room.message')).toBe(0)
  })
})
