import { useRef } from 'preact/hooks'
import { useAsked } from '../../../ui/kit/use-asked.js'
import type { PacksView } from '../routes/pack-contract.js'
import type { PackWords } from './pack-words.js'

interface Props {
  words: PackWords
  /** `null` until they are read. */
  packs: PacksView['packs'] | null
  mayDrop: boolean
  busy: boolean
  onLook: (address: string) => void
  onDrop: (id: string, title: string) => void
}

/** The packs that the commune follows, with what to do of each. */
export function FollowedPacks({ words, packs, mayDrop, busy, onLook, onDrop }: Props) {
  const { say } = words
  const asked = useAsked((id) => `drop-${id}`)
  const heading = useRef<HTMLHeadingElement>(null)
  return (
    <section class="sheet import-history" aria-labelledby="packs-list">
      <h2 id="packs-list" ref={heading} tabIndex={-1}>
        {say('list')}
      </h2>
      {packs?.length === 0 && <p>{say('list.none')}</p>}
      <ul>
        {packs?.map(({ id, title, version, sourceName, licence, address, fingerprint, followers }) => (
          <li key={id}>
            <p>
              <strong>{title}</strong>, {say('list.line', { version, source: sourceName, licence })}
            </p>
            <p class="hint">
              {words.many('pack.followers', followers)} {say('pack.fingerprint')} <code>{fingerprint}</code>
            </p>
            {address === '' && <p class="hint">{say('list.byFile')}</p>}
            <p class="export-links">
              {address !== '' && (
                <button type="button" class="button" aria-disabled={busy} onClick={() => onLook(address)}>
                  {say('list.check', { title })}
                </button>
              )}
              {mayDrop && asked.id !== id && (
                <button
                  id={`drop-${id}`}
                  type="button"
                  class="button quiet"
                  aria-disabled={busy}
                  onClick={() => !busy && asked.ask(id)}
                >
                  {say('list.drop', { title })}
                </button>
              )}
            </p>
            {asked.id === id && (
              <>
                <p>{say('drop.confirm', { title })}</p>
                <p class="export-links">
                  <button type="button" class="button" ref={focusOnce} onClick={asked.giveUp}>
                    {say('drop.no')}
                  </button>
                  <button
                    type="button"
                    class="button"
                    onClick={() => {
                      asked.settle()
                      heading.current?.focus()
                      onDrop(id, title)
                    }}
                  >
                    {say('drop.yes')}
                  </button>
                </p>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function focusOnce(button: HTMLButtonElement | null): void {
  button?.focus()
}
