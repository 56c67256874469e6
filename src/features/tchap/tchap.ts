import { createHash, randomInt } from 'node:crypto'
import type { StaffLanguage } from '../../platform/model/language.js'

/** How long a code of an account may be typed to the bot, and how long the bot waits for it in a room, ms. */
export const CODE_LIFE_MS = 15 * 60_000
/** Codes that may be typed in a room: after so many wrong ones the bot leaves it. */
export const MOST_TRIES = 5
/** Rooms in which the bot waits for a code, of all communes together. */
export const MOST_WAITING_ROOMS = 20
/** How long what was written about a request stays in Tchap, ms: as long as an answer is taken, then the bot takes it away there. */
export const THREAD_LIFE_MS = 3 * 24 * 3_600_000
/** How long a notification that cannot leave is tried, ms. */
export const NOTICE_LIFE_MS = 24 * 3_600_000

/** A code by which an agent proves which Tchap account is hers: shown on her account page, typed to the bot. */
export interface TchapCode {
  userId: string
  communeId: string
  language: StaffLanguage
  /** SHA-256 of its digits, base64url. */
  hash: string
  /** ISO instant. */
  expiresAt: string
}

/** A room in which the bot has asked somebody for her code. */
export interface WaitingRoom {
  roomId: string
  matrixId: string
  expiresAt: string
  /** Wrong codes that were typed there. */
  tries: number
}

/** The Tchap account that an agent proved to be hers, and the room in which the bot writes to her alone. */
export interface TchapLink {
  userId: string
  communeId: string
  language: StaffLanguage
  matrixId: string
  roomId: string
  /** ISO instant. */
  since: string
}

/** A notification that has not left yet. */
export interface TchapNotice {
  id: string
  userId: string
  handoffId: string
  /** What it says: a question, where it may, and a link of one use. */
  text: string
  /** ISO instant. */
  at: string
}

/** What was written in Tchap about a request: a notification, and the thread below it. */
export interface TchapThread {
  roomId: string
  /** The notification's event, by which clients know the thread. */
  root: string
  userId: string
  handoffId: string
  /** All that was written there, by either side: what is taken away in the end. */
  events: string[]
  /** ISO instant. */
  at: string
}

/** A code of eight digits, which people copy. */
export function newTchapCode(): string {
  return String(randomInt(100_000_000)).padStart(8, '0')
}

/** What is stored of a code; typed with spaces or without, it is the same. `null`: it is no code. */
export function tchapCodeHash(typed: string): string | null {
  const digits = typed.replace(/[\s\u202f\u00a0.-]/g, '')
  return /^\d{8}$/.test(digits) ? createHash('sha256').update(digits).digest('base64url') : null
}
