import { useRef, useState } from 'preact/hooks'
import { chosenAgain } from '../../../ui/kit/browser.js'
import { Button } from '../../../ui/kit/button.js'
import { Outcome } from '../../../ui/kit/form.js'
import type { PageProps } from '../../../ui/kit/place.js'
import { Sheet } from '../../../ui/kit/sheet.js'
import { CallError } from '../../../ui/kit/staff-api.js'
import { useAsked } from '../../../ui/kit/use-asked.js'
import { useReading } from '../../../ui/kit/use-reading.js'
import { PublishMade } from '../../imports/pages/import-form.js'
import { type PacksView, type PackView, packRoutes } from '../contract.js'
import { PackLook, type PackWords, packWords, type Taken } from './pack-look.js'

/** Where the pack that is looked at is. */
type Place = { address: string } | { text: string }

/** Following packs of other communes: looked at first, taken entry by entry as drafts. */
export function PacksPage({ api, language, user }: PageProps) {
  const words = packWords(language)
  const { say } = words
  const { view, failed, read } = useReading(api, packRoutes.list)
  const [address, setAddress] = useState('')
  const [looked, setLooked] = useState<{ place: Place; pack: PackView } | null>(null)
  const [work, setWork] = useState<'looking' | 'taking' | null>(null)
  const [problem, setProblem] = useState('')
  const [done, setDone] = useState('')
  const [made, setMade] = useState<string[]>([])
  const field = useRef<HTMLInputElement>(null)
  const run = async (next: 'looking' | 'taking', act: () => Promise<void>) => {
    setWork(next)
    setProblem('')
    setDone('')
    setMade([])
    try {
      await act()
    } catch (error) {
      setProblem((error instanceof CallError && error.message) || say('failed'))
    }
    setWork(null)
  }
  const look = (place: Place) =>
    run('looking', async () => {
      setLooked(null)
      setLooked({ place, pack: await api.ask(packRoutes.look, { body: place }) })
    })
  const follow = ({ place, pack }: { place: Place; pack: PackView }, taken: Taken) =>
    run('taking', async () => {
      const body = { ...place, ...taken, key: pack.key, version: pack.version }
      const { saved, entryIds } = await api.ask(packRoutes.follow, { body })
      setLooked(null)
      setDone(saved === 0 ? say('takenNone') : words.many('taken', saved))
      setMade(entryIds)
      if (saved === 0) field.current?.focus()
      read()
    })
  const drop = (id: string, title: string) =>
    run('taking', async () => {
      await api.ask(packRoutes.drop, { params: { id } })
      setDone(say('dropped', { title }))
      read()
    })
  return (
    <>
      <p class="hint">{say('intro')}</p>
      <Sheet id="packs-add" title={say('add')} class="packs">
        <form
          onSubmit={(event) => {
            event.preventDefault()
            // Not `disabled`: the focus would be lost while it works.
            if (work === null) void look({ address })
          }}
        >
          <div class="field">
            <label for="pack-address">{say('address')}</label>
            <input
              ref={field}
              id="pack-address"
              type="url"
              value={address}
              placeholder="https://"
              aria-describedby="pack-address-hint packs-problem"
              onInput={(event) => setAddress(event.currentTarget.value)}
            />
            <p id="pack-address-hint" class="hint">
              {say('address.hint')}
            </p>
          </div>
          <Button type="submit" label={say('look')} isOff={work !== null} />
        </form>
        <div class="field">
          <label for="pack-file">{say('file')}</label>
          <input
            id="pack-file"
            type="file"
            accept=".json"
            aria-describedby="pack-file-hint packs-problem"
            onClick={chosenAgain}
            onChange={async (event) => {
              const text = await event.currentTarget.files?.[0]?.text()
              if (text !== undefined) await look({ text })
            }}
          />
          <p id="pack-file-hint" class="hint">
            {say('file.hint')}
          </p>
        </div>
        <p role="alert" id="packs-problem" class="field-error">
          {failed ? say('failed') : problem}
        </p>
        <Outcome done={work ? say(work) : done} />
        {made.length > 0 && <PublishMade entryIds={made} label={words.many('publishMade', made.length)} />}
        {looked && (
          <PackLook
            key={`${looked.pack.id} ${looked.pack.version}`}
            words={words}
            language={language}
            pack={looked.pack}
            busy={work !== null}
            onTake={(taken) => work === null && void follow(looked, taken)}
            onClose={() => {
              setLooked(null)
              field.current?.focus()
            }}
          />
        )}
      </Sheet>
      <FollowedPacks
        words={words}
        packs={view?.packs ?? null}
        mayDrop={user.roles.includes('admin')}
        busy={work !== null}
        onLook={(from) => work === null && void look({ address: from })}
        onDrop={(id, title) => void drop(id, title)}
      />
      <Sheet id="packs-share" title={say('share')}>
        <p>{say('share.hint')}</p>
      </Sheet>
    </>
  )
}

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
function FollowedPacks({ words, packs, mayDrop, busy, onLook, onDrop }: Props) {
  const { say } = words
  const asked = useAsked((id) => `drop-${id}`)
  const heading = useRef<HTMLHeadingElement>(null)
  return (
    <Sheet id="packs-list" title={say('list')} heading={heading} class="import-history">
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
                <Button label={say('list.check', { title })} isOff={busy} onClick={() => onLook(address)} />
              )}
              {mayDrop && asked.id !== id && (
                <Button
                  look="quiet"
                  label={say('list.drop', { title })}
                  id={`drop-${id}`}
                  isOff={busy}
                  onClick={() => !busy && asked.ask(id)}
                />
              )}
            </p>
            {asked.id === id && (
              <>
                <p>{say('drop.confirm', { title })}</p>
                <p class="export-links">
                  <Button ref={focusOnce} label={say('drop.no')} onClick={asked.giveUp} />
                  <Button
                    label={say('drop.yes')}
                    onClick={() => {
                      asked.settle()
                      heading.current?.focus()
                      onDrop(id, title)
                    }}
                  />
                </p>
              </>
            )}
          </li>
        ))}
      </ul>
    </Sheet>
  )
}

function focusOnce(button: HTMLButtonElement | null): void {
  button?.focus()
}
