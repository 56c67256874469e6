import type { MessageKey } from '../platform/model/say.js'

/** Makes a sentence of `knowledge/messages/commands.fr.json`: what commands say is for the town hall, in French. */
export type Tell = (key: MessageKey, parameters?: Record<string, string>) => string

/** Prints what a command has to say of what it did. @returns the exit status of a success */
export function printDone(words: string): 0 {
  process.stdout.write(`${words}\n`)
  return 0
}

/**
 * Says on the error output why a command did not do what was asked.
 * @param status the exit status: 1, what was asked is not done; 2, it was asked wrongly
 * @returns that status
 */
export function complain<Status extends 1 | 2>(words: string, status: Status): Status {
  process.stderr.write(`${words}\n`)
  return status
}
