import { hrefOf } from '../../../ui/kit/place.js'
import type { FicheView } from '../routes/national-contract.js'
import type { ImportsWords } from './imports-words.js'

/** What has changed in a fiche, line by line; what has not is folded. Of a fiche that is gone: what takes its place, and its last text. */
export function FicheChanges({ words, view }: { words: ImportsWords; view: FicheView }) {
  const { say } = words
  if (view.standing === 'gone' || view.standing === 'archived') {
    return (
      <>
        <Successor words={words} view={view} />
        <details>
          <summary>{say('lastText')}</summary>
          <Lines lines={view.changes.flatMap(({ lines }) => lines)} />
        </details>
      </>
    )
  }
  if (view.changes.length === 0) return <p>{say('noChange')}</p>
  return (
    <>
      <h3>{say('changes')}</h3>
      {view.changes.map((change, index) => (
        <Change key={index} words={words} {...change} />
      ))}
    </>
  )
}

function Change({ words: { say, many }, kind, lines }: FicheView['changes'][number] & { words: ImportsWords }) {
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

function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <div lang="fr">
      {lines.map((line, index) => (
        <p key={index}>{line}</p>
      ))}
    </div>
  )
}

function Successor({ words: { say }, view: { successor } }: { words: ImportsWords; view: FicheView }) {
  if (!successor) return <p>{say('noSuccessor')}</p>
  const { id, title, url } = successor
  return (
    <p>
      {say('successor')}{' '}
      <a lang="fr" href={id === null ? (url ?? '') : hrefOf('imports', [id])}>
        {title}
      </a>
    </p>
  )
}
