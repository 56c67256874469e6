import type { Actor } from '../audit/audit.js'

/** Whether the assistant of a commune answers by itself, and who last said so. */
export interface AnswersSwitch extends Actor {
  communeId: string
  /** `true` while every question goes to a person. */
  stopped: boolean
  /** ISO instant. */
  at: string
  /** In the words of who did it. */
  why: string
}
