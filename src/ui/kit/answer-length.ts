/** Longest answer that the server accepts, in characters. Written again here so that the page does not carry the server's validation; a test compares both. */
export const MAX_ANSWER_LENGTH = 2000
