import { z } from 'zod'

/** A list of words and turns of phrase as files write them: `?` follows what may be missing, `(a|b)` is one of several; a regular expression whose parentheses only group. */
export const wordPatterns = z.array(z.string().min(1).refine(isPattern, { error: 'is no pattern' })).min(1)

/** The source of an expression that matches one of some patterns. */
export function oneOf(patterns: readonly string[]): string {
  return `(?:${patterns.join('|').replace(/(?<!\\)\((?!\?)/g, '(?:')})`
}

/** Matches a text that is one of some patterns, and nothing else. */
export function isOneOf(patterns: readonly string[]): RegExp {
  return new RegExp(`^${oneOf(patterns)}$`)
}

function isPattern(written: string): boolean {
  try {
    return isOneOf([written]).source !== ''
  } catch {
    return false
  }
}
