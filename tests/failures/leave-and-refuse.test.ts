import { existsSync } from 'node:fs'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from '@jest/globals'
import type { MessagesView, StartedView } from '../../src/features/conversations/contract.js'
import type { Message } from '../../src/platform/model/conversation.js'
import { EventStream } from '../../src/ui/widget/event-stream.js'
import { RealServer } from './real-server.js'
import { serversOnOneDatabase } from './servers-on-one-database.js'

const { workplace, start } = serversOnOneDatabase()

const statusOf = ({ url }: RealServer, address: string) =>
  fetch(url + address).then(
    ({ status }) => status,
    () => 0,
  )

describe('a server of two that is told to stop', () => {
  it('says so while it still serves; the widget that listened goes on at the other one, and misses nothing', async () => {
    const leaving = await start('leaving', { GUICHET_DRAIN_SECONDS: '4' })
    const staying = await start('staying')
    /** Where a balancer sends: the first that is ready. */
    const balanced = async () => ((await statusOf(leaving, '/readyz')) === 200 ? leaving : staying)
    const begun = await fetch(`${leaving.url}/api/v1/conversations`, { method: 'POST' })
    const { id, token } = (await begun.json()) as StartedView
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const say = async (server: RealServer, clientId: string) => {
      const body = JSON.stringify({ clientId, text: 'acte de naissance' })
      const answer = await fetch(`${server.url}/api/v1/conversations/${id}/messages`, { method: 'POST', headers, body })
      expect(answer.status).toBe(200)
    }

    const heard = new Map<number, Message>()
    const opened: string[] = []
    const last = () => Math.max(0, ...heard.keys())
    const stream = new EventStream({
      async open(signal) {
        const { url } = await balanced()
        opened.push(url)
        return fetch(`${url}/api/v1/conversations/${id}/events?after=${last()}`, { headers, signal })
      },
      async catchUp() {
        const { url } = await balanced()
        const read = await fetch(`${url}/api/v1/conversations/${id}/messages?after=${last()}`, { headers })
        for (const message of ((await read.json()) as MessagesView).messages) heard.set(message.seq, message)
      },
      onEvent({ type, data }) {
        const message = type === 'message' ? (JSON.parse(data) as Message) : null
        if (message) heard.set(message.seq, message)
      },
      onLost() {},
      isFinal: () => false,
    })
    const hears = async (clientId: string) => {
      while (![...heard.values()].some((message) => message.clientId === clientId)) await setTimeout(20)
    }
    try {
      await say(leaving, 'leave-0001')
      await hears('leave-0001')
      leaving.signal('SIGTERM')
      while ((await statusOf(leaving, '/readyz')) === 200) await setTimeout(20)
      // Who has not heard of it yet is served all the same, and her stream still speaks.
      await say(leaving, 'leave-0002')
      await hears('leave-0002')
      expect(await leaving.exited).toEqual({ code: 0, signal: null })
      await say(staying, 'leave-0003')
      await hears('leave-0003')
      // It may have been read before the stream was open again.
      while (opened.at(-1) !== staying.url) await setTimeout(20)
    } finally {
      stream.stop()
    }
    const seqs = [...heard.keys()].sort((a, b) => a - b)
    expect(seqs).toEqual(seqs.map((_, index) => index + 1))
    expect([opened[0], opened.at(-1)]).toEqual([leaving.url, staying.url])
  })

  it('ends at once when it is told twice', async () => {
    const server = await start('twice', { DATABASE_URL: '', GUICHET_DRAIN_SECONDS: '120' })
    server.signal('SIGTERM')
    await server.says(/Arrêt/)
    server.signal('SIGINT')
    expect(await server.exited).toEqual({ code: 1, signal: null })
  })
})

describe('a server whose configuration is wrong', () => {
  it('names every fault at once, and makes nothing on the disk', async () => {
    const dataDir = path.join(workplace().folder, 'never-made')
    const settings = {
      PORT: 'http',
      GUICHET_PUBLIC_URL: 'chat.ville.fr',
      GUICHET_KNOWLEDGE_DIR: path.join(workplace().folder, 'no-knowledge'),
      GUICHET_DRAIN_SECONDS: '-1',
      SMTP_URL: 'smtp://mail.ville.fr',
      GUICHET_OIDC_CLIENT_ID: 'guichet',
      DATABASE_URL: 'mysql://secret@ville.fr/guichet',
    }
    const server = RealServer.launch({ ...workplace(), dataDir, settings })
    expect(await server.exited).toEqual({ code: 1, signal: null })
    for (const name of Object.keys(settings)) expect(server.output).toContain(name)
    expect(server.output).toContain('Réglages à corriger (7) :')
    expect(server.output).not.toMatch(/\n\s+at |secret/)
    expect(existsSync(dataDir)).toBe(false)
  })
})
