import type { PageProps } from '../../../../ui/admin/page-props.js'
import { TryMany } from './try-many.js'
import { TryOne } from './try-one.js'
import { tryWords } from './try-words.js'

/** The test bench: one question with everything that decided, or a table of them. */
export function TryPage({ api, t, language }: PageProps) {
  const words = tryWords(language)
  return (
    <>
      <p class="hint">{words.say('intro')}</p>
      <TryOne api={api} t={t} words={words} />
      <TryMany api={api} t={t} words={words} />
    </>
  )
}
