import { MAX_ANSWER_LENGTH } from './answer-length.js'
import { useConsole } from './console-context.js'
import { plural } from './words.js'

/** The counter shows when fewer characters are left. */
const NEAR_LIMIT = 200

/** How many characters are left, or too many, once that matters. */
export function LengthCounter({ length }: { length: number }) {
  const { t, language } = useConsole()
  const left = MAX_ANSWER_LENGTH - length
  if (left >= NEAR_LIMIT) return null
  return <>{left < 0 ? plural(t, language, 'composer.tooLong', -left) : plural(t, language, 'composer.left', left)}</>
}
