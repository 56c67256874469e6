import { useRef, useState } from 'preact/hooks'
import { Button } from '../../../ui/kit/button.js'
import { momentInWords } from '../../../ui/kit/moment-in-words.js'
import { hrefOf } from '../../../ui/kit/place.js'
import type { CheckedEntryView, CheckPointView } from '../contract.js'
import type { FirstRunWords } from './act-outcome.js'

interface Props {
  words: FirstRunWords
  entry: CheckedEntryView
  /** Each answers whether it was kept. */
  onTick: (points: { entryId: string; check: string }[], done: boolean, everywhere?: boolean) => Promise<boolean>
  onArchive: () => Promise<boolean>
  onRestore: () => Promise<boolean>
}

/** An entry: its points to tick one by one or at once, what has no value in it, and the way out for what the town does not do. */
export function EntryChecks({ words, entry, onTick, onArchive, onRestore }: Props) {
  const { say } = words
  const { id, title, owner, isArchived, points, unfilled } = entry
  const heading = useRef<HTMLHeadingElement>(null)
  const left = points.filter(({ done }) => !done)
  /** What was pressed goes away with what it did: the focus goes to the entry's name. */
  const thenHeading = async (act: Promise<boolean>) => {
    if (await act) heading.current?.focus()
  }
  return (
    <li>
      <h4 ref={heading} tabIndex={-1} lang="fr">
        {title}
      </h4>
      <p class="hint">{say('entry.owner', { owner })}</p>
      {isArchived && <p>{say('entry.archived')}</p>}
      {points.map((point) => (
        <Point
          key={point.check}
          words={words}
          point={point}
          onTick={(done, everywhere) => onTick([{ entryId: id, check: point.check }], done, everywhere)}
        />
      ))}
      {unfilled.length > 0 && (
        <p class="bad">
          {say('entry.unfilled', { variables: unfilled.map((variable) => `{{${variable}}}`).join(', ') })}
        </p>
      )}
      {!isArchived && left.length === 0 && unfilled.length === 0 && <p class="good">{say('entry.clear')}</p>}
      <div class="actions">
        {left.length > 1 && (
          <Button
            label={say('entry.all')}
            about={title}
            onClick={() =>
              void thenHeading(
                onTick(
                  left.map(({ check }) => ({ entryId: id, check })),
                  true,
                ),
              )
            }
          />
        )}
        {isArchived ? (
          <Button label={say('entry.restore')} about={title} onClick={() => void thenHeading(onRestore())} />
        ) : (
          <>
            <a class="button" href={hrefOf('entries', [id])}>
              {say('entry.open')}
              <span class="visually-hidden"> {title}</span>
            </a>
            <Button label={say('entry.archive')} about={title} onClick={() => void thenHeading(onArchive())} />
          </>
        )}
      </div>
    </li>
  )
}

interface PointProps {
  words: FirstRunWords
  point: CheckPointView
  onTick: (done: boolean, everywhere?: boolean) => Promise<boolean>
}

function Point({ words, point: { check, done, others }, onTick }: PointProps) {
  const { say, many, language } = words
  const box = useRef<HTMLInputElement>(null)
  /** What she has just chosen, until it is kept or refused. */
  const [chosen, setChosen] = useState<boolean | null>(null)
  const choose = async (next: boolean) => {
    setChosen(next)
    await onTick(next)
    setChosen(null)
  }
  return (
    <div class="check-point">
      <label class="setting-switch">
        <input
          ref={box}
          type="checkbox"
          checked={chosen ?? done !== null}
          onChange={(event) => void choose(event.currentTarget.checked)}
        />{' '}
        <span lang="fr">{check}</span>
      </label>
      {done && (
        <p class="hint">{say('doneBy', { by: done.by, moment: momentInWords(done.at, language, new Date()) })}</p>
      )}
      {done && others > 0 && (
        <Button
          label={many('point.others', others)}
          onClick={async () => {
            if (await onTick(true, true)) box.current?.focus()
          }}
        />
      )}
    </div>
  )
}
