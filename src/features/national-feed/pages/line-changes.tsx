import { hrefOf } from '../../../ui/kit/place.js'
import type { FicheView } from '../contract.js'
import type { NationalFeedWords } from './selection-form.js'

/** Lines that follow one another in two texts; those that did not change are folded. What came and went is told by words. */
export function Change({
  words: { say, many },
  kind,
  lines,
}: FicheView['changes'][number] & { words: NationalFeedWords }) {
  if (kind === 'same') {
    return (
      <details>
        <summary>{many('same', lines.length)}</summary>
        <Lines lines={lines} />
      </details>
    )
  }
  const Mark = kind === 'added' ? 'ins' : 'del'
  return (
    <div class={`change ${kind}`}>
      <p class="hint">{say(kind)}</p>
      <Mark>
        <Lines lines={lines} />
      </Mark>
    </div>
  )
}

/** Lines of a fiche, in French. */
export function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <div lang="fr">
      {lines.map((line, index) => (
        <p key={index}>{line}</p>
      ))}
    </div>
  )
}

/** What takes the place of a fiche that is gone. */
export function Successor({
  words: { say },
  successor,
}: {
  words: NationalFeedWords
  successor: FicheView['successor']
}) {
  if (!successor) return <p>{say('noSuccessor')}</p>
  const { id, title, url } = successor
  return (
    <p>
      {say('successor')}{' '}
      <a lang="fr" href={id === null ? (url ?? '') : hrefOf('national-feed', [id])}>
        {title}
      </a>
    </p>
  )
}
