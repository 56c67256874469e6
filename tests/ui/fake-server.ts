import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { CommuneView } from '../../src/features/asking/contract.js'
import type { TitlesView } from '../../src/features/asking/facts-contract.js'
import type { HandoffView } from '../../src/features/conversations/contract.js'
import type { AlertView, AvailabilityView, CallbackSlotView, Problem } from '../../src/platform/http/shapes.js'
import type { Message, NewMessage } from '../../src/platform/model/conversation.js'
import type { ChoiceValue, Payload } from '../../src/platform/model/payload.js'
import { BIRTH_CERTIFICATE_CARD, CLARIFICATION, EMERGENCY, GUIDED_CARD, PLACES } from './fake-payloads.js'

/** As strict as a town's page may be. */
export const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; require-trusted-types-for 'script'"

const TITLES: TitlesView = {
  contentVersion: 'fake',
  entries: [
    ['acte-naissance-copie', 'Demander une copie ou un extrait d’acte de naissance', 'papier de naissance'],
    ['passeport-renouvellement', 'Renouveler son passeport', 'passeport périmé'],
    ['passeport-perte-vol', 'Passeport perdu ou volé', 'on m’a volé mon passeport'],
    ['passeport-mineur', 'Faire ou refaire le passeport d’un enfant', 'passeport bébé'],
    ['passeport-urgence', 'Obtenir un passeport en urgence', 'passeport tout de suite'],
  ].map(([id = '', title = '', ...questions]) => ({ id, title, questions })),
}

/** What a conversation that has ended refuses. */
const WRITES = ['POST messages', 'POST handoff', 'POST callback']

interface FakeConversation {
  id: string
  token: string
  messages: Message[]
  handoff: HandoffView | null
  closed: boolean
}

interface Refusal {
  status: number
  problem?: Partial<Problem>
}

/** A server that speaks the citizen's side of the contract from memory, and misbehaves on demand. */
export class FakeServer {
  /** Refusals of the next messages, first one first. */
  readonly refusals: Refusal[] = []
  /** Refusals of the next calls for a person and messages left, first one first. */
  readonly handoffRefusals: Refusal[] = []
  /** Every API call, as `METHOD /path`, in order. */
  readonly calls: string[] = []
  readonly feedback: { messageId: string; feedback: string }[] = []
  /** Languages chosen in conversations, in order. */
  readonly languages: string[] = []
  readonly conversations = new Map<string, FakeConversation>()
  canTalk = true
  /** What is said of the reception in place of its usual words. */
  sentence: string | null = null
  /** What the commune announces. */
  alert: AlertView | null = null
  /** Half-days in which the reception phones. */
  slots: CallbackSlotView[] = []
  /** What was said of the conversation. */
  ratings: unknown[] = []
  /** Whether the town sends e-mails. */
  mail = false
  /** How those who do not hear reach the town. */
  hearing = ''
  /** Answers are held back for that long, in ms. */
  delayMs = 0
  /** What is masked in messages that are stored, and by which label. */
  masks: [typed: string, label: string][] = []
  /** Streams send each message twice. */
  doubled = false
  /** Streams are accepted and never speak. */
  mute = false
  /** The whole API cuts every connection. */
  down = false
  #streams: { conversationId: string; response: ServerResponse }[] = []
  #server: Server

  constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response))
  }

  async listen(port = 0): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve))
    const address = this.#server.address()
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : port}`
  }

  async close(): Promise<void> {
    this.dropStreams()
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  /** The only conversation, for tests that have one. */
  get conversation(): FakeConversation {
    const last = [...this.conversations.values()].at(-1)
    if (!last) throw new Error('no conversation yet')
    return last
  }

  /** Appends a message as the server would, and announces it. */
  say(author: Message['author'], payload: Payload, more: Partial<NewMessage> = {}): Message {
    const { messages, id } = this.conversation
    const seq = messages.length + 1
    const message: Message = {
      id: `m${seq}`,
      seq,
      author,
      at: new Date().toISOString(),
      language: 'fr',
      payload,
      ...more,
    }
    messages.push(message)
    this.#push(id, 'message', message, seq)
    return message
  }

  /** What `act` says comes in one piece of the stream. */
  atOnce(act: () => void): void {
    for (const { response } of this.#streams) response.cork()
    act()
    for (const { response } of this.#streams) response.uncork()
  }

  setHandoff(given: (Omit<HandoffView, 'reference' | 'slot' | 'waiting'> & Partial<HandoffView>) | null): void {
    const waiting = given?.position ? `Un agent est prévenu. Vous êtes ${given.position}e dans la file.` : null
    const handoff = given && { reference: 'VR-7K3-46Q', slot: null, waiting, ...given }
    this.conversation.handoff = handoff
    this.#push(this.conversation.id, 'handoff', handoff)
  }

  dropStreams(): void {
    for (const { response } of this.#streams) response.destroy()
    this.#streams = []
  }

  get availability(): AvailabilityView {
    return this.canTalk
      ? {
          open: true,
          canTalk: true,
          sentence: this.sentence ?? 'Un agent peut vous répondre maintenant.',
          opensAt: null,
          phone: '02 61 91 00 00',
          alert: this.alert,
        }
      : {
          open: false,
          canTalk: false,
          sentence: this.sentence ?? 'L’accueil de la mairie est fermé. Il rouvre demain à 8 h 30.',
          opensAt: '2026-11-25T07:30:00.000Z',
          phone: '02 61 91 00 00',
          alert: this.alert,
        }
  }

  #commune(): CommuneView {
    return {
      id: 'villebourg',
      name: 'Villebourg-sur-Loire',
      suggested: [
        { id: 'acte-naissance-copie', title: 'Demander un acte de naissance' },
        { id: 'carte-identite', title: 'Refaire ma carte d’identité' },
        { id: 'dechetterie', title: 'Horaires de la déchèterie' },
        { id: 'inscription-ecole', title: 'Inscrire mon enfant à l’école' },
      ],
      availability: this.availability,
      callbacks: this.slots.length > 0,
      mail: this.mail,
      ...(this.hearing ? { hearing: this.hearing } : {}),
      privacy: {
        controller: 'la commune de Villebourg-sur-Loire',
        dpoEmail: 'dpo@villebourg.example',
        retentionDays: 30,
      },
    }
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://fake')
    response.setHeader('Content-Security-Policy', CONTENT_SECURITY_POLICY)
    if (!url.pathname.startsWith('/api/v1/')) return this.#serveFile(url.pathname, response)
    if (this.down) return void response.destroy()
    const path = url.pathname.slice('/api/v1'.length)
    this.calls.push(`${request.method} ${path}`)
    let body = ''
    for await (const piece of request) body += String(piece)
    const [, root, id = '', action, ...rest] = path.split('/')
    if (root === 'communes' && action === 'titles') return json(response, 200, TITLES)
    if (root === 'communes') return json(response, 200, action ? { slots: this.slots } : this.#commune())
    if (!id) return this.#start(response)
    const conversation = this.conversations.get(id)
    if (!conversation) return refuse(response, { status: 404, problem: { code: 'unknown_conversation' } })
    if (request.headers.authorization !== `Bearer ${conversation.token}`) return refuse(response, { status: 401 })
    const call = `${request.method} ${action ?? ''}${rest.length > 0 ? '/feedback' : ''}`
    await this.#act(call, conversation, { url, rest, body: (body ? JSON.parse(body) : null) as never }, response)
  }

  async #act(
    call: string,
    conversation: FakeConversation,
    { url, rest, body }: { url: URL; rest: string[]; body: never },
    response: ServerResponse,
  ): Promise<void> {
    const after = Number(url.searchParams.get('after') ?? 0)
    const view = () => ({
      messages: conversation.messages.filter(({ seq }) => seq > after),
      handoff: conversation.handoff,
      status: conversation.closed ? 'closed' : 'open',
      rated: this.ratings.length > 0,
      availability: this.availability,
    })
    if (conversation.closed && WRITES.includes(call)) {
      const detail = 'Cette conversation est terminée. Vous pouvez en commencer une autre.'
      return refuse(response, { status: 409, problem: { code: 'conversation_closed', detail } })
    }
    switch (call) {
      case 'GET events':
        return this.#open(conversation, after, response)
      case 'GET messages':
        return json(response, 200, view())
      case 'POST messages':
        return this.#post(conversation, body, response)
      case 'POST messages/feedback':
        this.feedback.push({ messageId: rest[0] ?? '', ...(body as { feedback: string }) })
        return json(response, 204)
      case 'POST handoff':
        return this.#call(conversation, body, response)
      case 'POST callback':
        return this.#callBack(body, response)
      case 'GET transcript':
        response.setHeader('Content-Type', 'text/plain; charset=utf-8')
        return void response.end('Conversation avec Villebourg-sur-Loire\n\nVous\nbonjour\n')
      case 'POST transcript':
        return json(response, 204)
      case 'DELETE handoff':
        this.setHandoff(null)
        this.say('system', { type: 'text', text: 'Vous n’attendez plus d’agent.', event: 'handoff_cancelled' })
        return json(response, 200, null)
      case 'POST language':
        this.languages.push((body as { language: string }).language)
        return json(response, 204)
      case 'POST rating':
        this.ratings.push(body)
        return json(response, 204)
      case 'POST close':
        this.say('system', { type: 'text', text: 'La conversation est terminée.' })
        conversation.closed = true
        return json(response, 204)
      case 'DELETE ':
        this.conversations.delete(conversation.id)
        this.#push(conversation.id, 'closed', null)
        return json(response, 204)
      default:
        return refuse(response, { status: 404, problem: { code: 'not_found' } })
    }
  }

  /** The first half-day offered, unless it is the only one, is taken by someone else at the last moment. */
  #callBack({ slot }: { slot: { day: string; half: string } }, response: ServerResponse): void {
    const refusal = this.handoffRefusals.shift()
    if (refusal) {
      refuse(response, refusal)
      return
    }
    const [first, ...left] = this.slots
    if (first && left.length > 0 && slot.day === first.day && slot.half === first.half) {
      this.slots = left
      const detail = 'Ce créneau vient d’être pris.'
      refuse(response, { status: 409, problem: { code: 'slot_taken', field: 'slot', detail, slots: left } })
      return
    }
    this.say('system', { type: 'text', text: 'C’est noté. La mairie vous appellera.', event: 'callback_requested' })
    this.setHandoff({
      kind: 'callback',
      status: 'pending',
      agentName: null,
      position: null,
      slot: 'jeudi 26 novembre, matin',
    })
    json(response, 201, this.conversation.handoff)
  }

  #start(response: ServerResponse): void {
    const id = `c${this.conversations.size + 1}-${Date.now()}`
    this.conversations.set(id, { id, token: `token-of-${id}`, messages: [], handoff: null, closed: false })
    this.say('assistant', { type: 'text', text: 'Bonjour, je suis l’assistant automatique de Villebourg-sur-Loire.' })
    const { token, messages } = this.conversation
    json(response, 201, { id, token, messages, availability: this.availability })
  }

  async #post(
    conversation: FakeConversation,
    body: { clientId: string; text: string; choice?: ChoiceValue },
    response: ServerResponse,
  ): Promise<void> {
    const refusal = this.refusals.shift()
    if (refusal) return refuse(response, refusal)
    await new Promise((resolve) => setTimeout(resolve, this.delayMs))
    const known = conversation.messages.find(({ clientId }) => clientId === body.clientId)
    if (known) return json(response, 200, { message: known, replies: [], handoff: conversation.handoff })
    const stored = this.masks.reduce((text, [typed, label]) => text.replace(typed, label), body.text)
    const message = this.say('citizen', { type: 'text', text: stored }, { clientId: body.clientId })
    const replies =
      conversation.handoff?.status === 'assigned' ? [] : [this.say('assistant', answerTo(body.text, body.choice))]
    json(response, 200, { message, replies, handoff: conversation.handoff })
  }

  #call(
    conversation: FakeConversation,
    body: { kind: 'live' | 'message'; phone?: string },
    response: ServerResponse,
  ): void {
    const refusal = this.#refusalOf(body)
    if (refusal) refuse(response, refusal)
    else {
      const live = body.kind === 'live'
      const text = live
        ? 'Votre demande est transmise à l’accueil.'
        : 'Merci. Votre message est enregistré et attend un agent de l’accueil.'
      this.say('system', { type: 'text', text, event: live ? 'handoff_requested' : 'message_left' })
      this.setHandoff({ kind: body.kind, status: 'pending', agentName: null, position: live ? 2 : null })
      json(response, 201, conversation.handoff)
    }
  }

  #refusalOf({ kind, phone }: { kind: 'live' | 'message'; phone?: string }): Refusal | null {
    const refusal = this.handoffRefusals.shift()
    if (refusal) return refusal
    if (kind === 'live' && !this.canTalk) {
      const detail = `Aucun agent n’est disponible. ${this.availability.sentence}`
      return { status: 409, problem: { code: 'reception_closed', detail } }
    }
    if (!phone?.endsWith('99')) return null
    return {
      status: 422,
      problem: { code: 'phone_invalid', field: 'phone', detail: 'Ce numéro de téléphone n’existe pas.' },
    }
  }

  #open(conversation: FakeConversation, after: number, response: ServerResponse): void {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
    response.flushHeaders()
    if (this.mute) return
    response.write('retry: 2000\n\n')
    for (const message of conversation.messages)
      if (message.seq > after) response.write(frame('message', message, message.seq))
    this.#streams.push({ conversationId: conversation.id, response })
  }

  #push(conversationId: string, type: string, data: unknown, id?: number): void {
    for (const stream of this.#streams) {
      if (stream.conversationId !== conversationId) continue
      stream.response.write(frame(type, data, id))
      if (this.doubled) stream.response.write(frame(type, data, id))
    }
  }

  async #serveFile(path: string, response: ServerResponse): Promise<void> {
    const type = path.endsWith('.js')
      ? 'text/javascript'
      : path.endsWith('.css')
        ? 'text/css'
        : path.endsWith('.json')
          ? 'application/json'
          : path.endsWith('.svg')
            ? 'image/svg+xml'
            : 'text/html'
    response.setHeader('Content-Type', `${type}; charset=utf-8`)
    if (path === '/') return void response.end(page())
    // A commune without looks of its own.
    if (/\/theme-\w+\.css$/.test(path)) return void response.end()
    const name = path === '/widget.js' ? '/assets/widget.js' : path
    const content = await readFile(join('public', name.includes('.') ? name : `${name}.html`)).catch(() => null)
    response.writeHead(content ? 200 : 404).end(content ?? '')
  }
}

function page(): string {
  return `<!doctype html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Mairie</title></head>
<body><main><h1>Bienvenue</h1><p>Une page de la commune. <a href="/">Un lien</a></p></main>
<script src="/widget.js" data-commune="villebourg" defer></script></body></html>`
}

function answerTo(text: string, choice?: ChoiceValue): Payload {
  if (/née/i.test(text)) return GUIDED_CARD
  if (choice?.startsWith('guide:start:')) return CLARIFICATION
  if (choice?.startsWith('entry:') || /acte/i.test(text)) return BIRTH_CERTIFICATE_CARD
  if (choice === 'digital-help') return PLACES
  if (choice === 'none')
    return {
      type: 'choice',
      text: 'Une personne de la mairie peut vous répondre.',
      options: [
        { label: 'Parler à un agent', value: 'human' },
        { label: 'Laisser un message', value: 'leave-message' },
      ],
    }
  if (/carte/i.test(text)) return CLARIFICATION
  if (/malaise/i.test(text)) return EMERGENCY
  return { type: 'text', text: `Vous avez écrit : ${text}` }
}

function frame(type: string, data: unknown, id?: number): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${type}\ndata: ${JSON.stringify(data)}\n\n`
}

function json(response: ServerResponse, status: number, body?: unknown): void {
  response
    .writeHead(status, { 'Content-Type': 'application/json' })
    .end(body === undefined ? undefined : JSON.stringify(body))
}

function refuse(response: ServerResponse, { status, problem = {} }: Refusal): void {
  response.writeHead(status, { 'Content-Type': 'application/problem+json' })
  response.end(
    JSON.stringify({ type: 'about:blank', title: 'refused', status, code: 'refused', detail: '', ...problem }),
  )
}
