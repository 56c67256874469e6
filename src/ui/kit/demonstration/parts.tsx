import { useState } from 'preact/hooks'
import { Button } from '../button.js'
import { Bar, ColumnChart } from '../chart.js'
import { Dialog } from '../dialog.js'
import { TextField } from '../field.js'
import { EmptyState } from '../list.js'
import { ExplainedName } from '../meant.js'
import { Progress } from '../progress.js'
import { Sheet } from '../sheet.js'
import { ShownOnce } from '../shown-once.js'
import { Table } from '../table.js'
import { Toast } from '../toast.js'
import { SERVICES, useKitWords } from './kit-words.js'

/** Buttons by look, by what they say, and while they work. */
export function Buttons() {
  const { say } = useKitWords()
  return (
    <div class="actions">
      <Button look="main" label={say('button.main')} />
      <Button label={say('button.plain')} about={say('button.about')} />
      <Button look="quiet" label={say('button.quiet')} />
      <Button look="danger" label={say('button.danger')} />
      <Button icon="plus" label={say('button.icon')} />
      <Button icon="print" label={say('button.alone')} isIconOnly />
      <Button look="main" label={say('button.busy')} isOff />
      <Button label={say('button.disabled')} disabled />
    </div>
  )
}

/** Numbers by row. */
export function Tables() {
  const { say, number } = useKitWords()
  return (
    <Table
      caption={say('table.caption')}
      rows={SERVICES}
      keyOf={({ id }) => id}
      columns={[
        { name: say('table.service'), cell: ({ id }) => say(`service.${id}`) },
        { name: say('table.asked'), isNumber: true, cell: ({ asked }) => number(asked) },
        { name: say('table.answered'), isNumber: true, cell: ({ answered }) => number(answered) },
      ]}
    />
  )
}

/** A window over the page, and in the place of what there is none of. */
export function Dialogs() {
  const { say } = useKitWords()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Sheet id="dialog" title={say('dialog')}>
        <Button label={say('dialog.open')} onClick={() => setOpen(true)} />
        <Dialog
          title={say('dialog.title')}
          close={say('dialog.close')}
          isOpen={isOpen}
          isTypedIn
          onClose={() => setOpen(false)}
        >
          <TextField id="dialog-name" label={say('form.name')} hint={say('form.nameHint')} value="" />
        </Dialog>
      </Sheet>
      <Sheet id="empty" title={say('empty')}>
        <EmptyState title={say('empty.title')} hint={say('empty.hint')} icon="envelope">
          <Button label={say('empty.act')} />
        </EmptyState>
      </Sheet>
    </>
  )
}

/** What has just happened: undone, or dismissed. */
export function Toasts() {
  const { say } = useKitWords()
  const [isUndone, setUndone] = useState(false)
  const [isDismissed, setDismissed] = useState(false)
  return (
    <Sheet id="toast" title={say('toast')}>
      <div role="status">
        {isUndone ? (
          <Toast tone="done" text={say('toast.undone')} />
        ) : (
          <Toast
            tone="done"
            text={say('toast.done')}
            action={{ label: say('toast.undo'), run: () => setUndone(true) }}
          />
        )}
      </div>
      {!isDismissed && (
        <Toast
          tone="warning"
          text={say('toast.warning')}
          dismiss={say('toast.dismiss')}
          onDismiss={() => setDismissed(true)}
        />
      )}
      <Toast tone="error" text={say('toast.error')} />
      <Toast tone="lost" text={say('toast.lost')} action={{ label: say('toast.retry'), run: () => {} }} />
    </Sheet>
  )
}

/** Begun, half way, done. */
export function Progresses() {
  const { say } = useKitWords()
  return (
    <Sheet id="progress" title={say('progress')}>
      <Progress label={say('progress.unknown')} words={say('progress.unknown')} done={0} total={0} />
      <Progress
        label={say('progress.label')}
        words={say('progress.some', { done: 120, total: 400 })}
        done={120}
        total={400}
      />
      <Progress label={say('progress.all')} words={say('progress.all')} done={400} total={400} />
    </Sheet>
  )
}

const HOURS = [4, 9, 14, 8, 2, 1, 7, 11, 6, 3].map((count, index) => ({
  hour: index + 8,
  count,
  answered: count - (count >> 2),
}))

/** Columns that are read with the arrows, bars beside their numbers, and tables of both. */
export function Charts() {
  const { say, number } = useKitWords()
  const most = Math.max(...SERVICES.map(({ asked }) => asked))
  return (
    <Sheet id="chart" title={say('chart')}>
      <div class="plots">
        <ColumnChart
          title={say('chart.title')}
          words={{ help: say('chart.help'), show: say('chart.show'), hide: say('chart.hide') }}
          start="10"
          top={number(14)}
          legend={{ column: say('chart.questions'), mark: say('chart.answered') }}
          columns={HOURS.map(({ hour, count, answered }) => ({
            key: String(hour),
            value: count,
            mark: answered,
            short: say('chart.hourName', { hour }),
            words: say('chart.value', { hour, count, answered }),
          }))}
          table={{
            head: [say('chart.hour'), say('chart.questions'), say('chart.answered')],
            rows: HOURS.map(({ hour, count, answered }) => [
              say('chart.hourName', { hour }),
              number(count),
              number(answered),
            ]),
          }}
        />
        <div class="plot wide">
          <Table
            caption={say('chart.bars')}
            rows={SERVICES}
            keyOf={({ id }) => id}
            columns={[
              {
                name: say('table.service'),
                cell: ({ id, asked }) => (
                  <>
                    {say(`service.${id}`)}
                    <Bar share={asked / most} />
                  </>
                ),
              },
              { name: say('chart.questions'), isNumber: true, cell: ({ asked }) => number(asked) },
            ]}
          />
        </div>
      </div>
    </Sheet>
  )
}

/** Facts by name, figures, and a key that is shown once: it takes the focus when it comes, so here it is asked for. */
export function Facts() {
  const { say, number } = useKitWords()
  const [isShown, setShown] = useState(false)
  return (
    <>
      <Sheet id="facts" title={say('facts')}>
        <dl class="parts">
          <div>
            <dt>{say('facts.address')}</dt>
            <dd>{say('facts.addressValue')}</dd>
          </div>
          <div>
            <dt>{say('facts.state')}</dt>
            <dd class="good">{say('facts.good')}</dd>
          </div>
          <div>
            <dt>{say('facts.mail')}</dt>
            <dd class="bad">{say('facts.bad')}</dd>
          </div>
        </dl>
        <dl class="figures">
          <div>
            <dt>
              <ExplainedName name={say('facts.meant')} means={say('facts.means')} />
            </dt>
            <dd>{number(81)}</dd>
          </div>
          {SERVICES.map(({ id, asked }) => (
            <div key={id}>
              <dt>{say(`service.${id}`)}</dt>
              <dd>{number(asked)}</dd>
            </div>
          ))}
        </dl>
        <Button label={say('facts.key')} onClick={() => setShown(true)} />
      </Sheet>
      {isShown && (
        <ShownOnce
          id="key"
          title={say('facts.key')}
          text="9f1c-52ae-77d0-1b3e"
          words={{ copy: say('facts.copy'), copied: say('facts.copied'), close: say('facts.close') }}
          onClose={() => setShown(false)}
        >
          <p class="hint">{say('facts.keyHint')}</p>
        </ShownOnce>
      )}
    </>
  )
}
