import type { HandoffDetailView, QueueView } from '../../features/handoffs/contract.js'
import type { SessionView } from '../../platform/http/shapes.js'
import type { ConsoleRoute } from './console-route.js'
import type { Translate } from './console-words.js'
import type { Preferences } from './preferences.js'
import type { StaffApi } from './staff-api.js'

/** An agent's message on its way. `clientId` stays the same however often it is sent, so that it is stored once. */
export interface Outgoing {
  handoffId: string
  clientId: string
  text: string
  /** The card of an entry, whose title is the text. */
  card?: { entryId: string; title: string; sheet: string }
  /** `waiting` leaves by itself once the server is back; `failed` waits for the agent. */
  status: 'sending' | 'waiting' | 'failed'
  /** Why it failed, ready to show. */
  problem?: string
}

/** A window over the console. */
export type DialogName = 'sheet' | 'help' | 'palette' | 'alerts' | 'sign-out'

/** A sentence shown above the panes until it is dismissed or replaced, or what it tells of has changed. */
export interface Notice {
  tone: 'done' | 'warning' | 'error'
  text: string
  /** What can be done about it, by a button. */
  action?: { label: string; run: () => void }
  /** Id of the handoff whose place in the queue it tells of. */
  about?: string
}

/** A menu of the open conversation. */
export type Panel = 'transfer' | 'snooze'

/** What an agent is doing to a handoff while the server decides. */
export interface Pending {
  handoffId: string
  verb: 'claim' | 'release' | 'resolve' | 'pass' | 'transfer' | 'snooze' | 'wake' | 'reopen' | 'take_over'
}

/** What an agent says as she goes away: why, and to whom what she holds goes; to the queue otherwise. */
export interface Leaving {
  word?: string
  hand?: { to: string }
}

/** A wish that the keyboard focus move; `serial` tells two wishes apart. */
export interface FocusWish {
  on: 'composer' | 'thread' | 'row' | 'queue' | 'understanding' | 'end'
  serial: number
}

/** Everything that the console shows. The server's answers are copied here; nothing is guessed before they come. */
export interface ConsoleState {
  phase: 'starting' | 'unreachable' | 'signed_out' | 'signed_in'
  /** Why the sign-in form shows again, ready to show. */
  signInProblem: string | null
  session: SessionView | null
  town: string
  preferences: Preferences
  queue: QueueView | null
  route: ConsoleRoute
  /** The open handoff; `null` until it is read. */
  detail: HandoffDetailView | null
  detailProblem: string | null
  /** Id of the agent whose unsent words these are; `null` before anyone is known. */
  author: string | null
  /** Unsent words by handoff. */
  drafts: Record<string, string>
  outbox: Outgoing[]
  pending: Pending | null
  settingAvailability: boolean
  panel: Panel | null
  dialog: DialogName | null
  notice: Notice | null
  lost: boolean
  /** Said once by screen readers; `serial` lets the same words be said again. */
  spoken: { text: string; serial: number }
  focus: FocusWish | null
}

/** What parts of the console may read of an agent's session, and ask of it. Its shell keeps it. */
export interface AgentConsole {
  readonly state: ConsoleState
  /** Calls of the contract. */
  readonly api: StaffApi
  readonly say: Translate
  /** Which citizens write now, where the commune lets it be seen. */
  readonly citizenTyping: {
    isTyping(handoffId: string): boolean
    /** Calls back when somebody begins or stops; returns the way to be forgotten. */
    subscribe(listener: () => void): () => void
  }
  /** Told when a colleague reads or writes in a handoff. */
  readonly viewerListeners: Set<(told: never) => void>
  /** The other tabs of this browser. */
  readonly tabs: { tell(news: { news: 'alerted'; keys: string[] }): void }
  /** Serial of the last focus wish that was granted. */
  focusServed: number
  /** Called when the server asks for a sign of life. */
  onBeat: () => void
  /** What the other tabs alerted of. */
  onAlertedElsewhere: (keys: string[]) => void
  /** Goes on in another account of the same person. */
  goOnAs(session: SessionView): void
  /** Calls back after each change; returns the way to stop. */
  subscribe(listener: () => void): () => void
  /** Shows a handoff, a pane of it, or the queue alone. */
  navigate(route: ConsoleRoute): void
  /** Declares the agent available, busy or away. */
  setAvailability(state: QueueView['presence'], more?: Leaving): Promise<void>
  /** Takes a handoff, and opens it. */
  claim(handoffId: string): Promise<void>
  /** Lets what is offered to the agent go to a colleague. */
  passOffer(handoffId: string): Promise<void>
  /** Puts a handoff back in the queue. */
  release(handoffId: string): Promise<void>
  /** Ends a handoff with a reason, or notes that nobody answered the phone. */
  resolve(handoffId: string, resolution: string): Promise<void>
  /** One action on a handoff at a time. @returns whether the server agreed */
  act(pending: Pending, call: () => Promise<unknown>): Promise<boolean>
  /** After a handoff has left the agent's hands, she is told, with a way back, and is where she chooses the next. */
  leftHands(handoffId: string, text: string, action?: NonNullable<Notice['action']>): Promise<void>
  /** Keeps words that are being written, under a key: a handoff's id, or one of a part's own. Nobody is told. */
  keepDraft(key: string, text: string): void
  /** Keeps words that are being written, and shows the citizen now and then that they are. */
  draft(handoffId: string, text: string): void
  /** Sends the draft of a handoff. */
  send(handoffId: string): void
  /** Sends a failed message again, under the same id. */
  retry(clientId: string): void
  /** Puts the words of a failed message back into the composer. */
  takeBack(clientId: string): void
  /** Opens one of the menus of the open conversation, in the place of another. */
  openPanel(panel: Panel | null): void
  /** Opens a window over the console, or closes it. */
  show(dialog: DialogName | null): void
  /** Opens the next or the previous row. */
  walk(step: 1 | -1): void
  /** Takes what is offered to the agent, else the open handoff if it waits, else the first that nobody else is offered. */
  claimOpenOrFirst(): Promise<void>
  /** Signs out; where that costs something, once the agent has read what. */
  askSignOut(): void
  /** Ends the session on the server and in every tab; nothing unsent stays on the computer. */
  signOut(): Promise<void>
  focusOn(on: FocusWish['on']): void
  prefer(preferences: Partial<Preferences>): void
  /** Says a sentence to screen readers, once. */
  announce(text: string): void
  /** Shows a sentence (unless `tone` is `null`) and says it to screen readers. */
  notice(tone: Notice['tone'] | null, text: string, more?: Pick<Notice, 'action' | 'about'>): void
  dismissNotice(): void
  /** Reads the queue and the open conversation again. */
  readAll(): Promise<void>
  /** Reads everything again now, and reopens the stream if it is cut. */
  reconnect(): void
}
