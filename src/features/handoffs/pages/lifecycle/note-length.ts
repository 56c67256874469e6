/** Longest note that the server takes, in characters; a test compares both. */
export const MAX_NOTE_LENGTH = 500
