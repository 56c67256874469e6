import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { Button } from './button.js'

/** What came of the last act: one of both is empty. */
export interface ActResult {
  done: string
  problem: string
}

/** What may be said: nothing of it yet, when it is no words. */
type Words = string | false | null | undefined

/** Tells what came of an act, once it is known: to eyes beside what was done, and to screen readers wherever they are. A place is made for what is given. */
export function ActMessage(said: { done?: Words; problem?: Words }) {
  return (
    <>
      {'done' in said && (
        <p role="status" class="said good">
          {said.done}
        </p>
      )}
      {'problem' in said && (
        <p role="alert" class="field-error">
          {said.problem}
        </p>
      )}
    </>
  )
}

interface Props {
  /** Sentences of the fields at fault: when there is a new one, the first of these fields has the focus. */
  errors?: Partial<Record<string, string>>
  /** What came of sending it. */
  said?: Partial<ActResult>
  submit: string
  cancel?: string
  onSubmit: () => unknown
  onCancel?: () => void
  /** While it works, it is not sent again; its fields stay as they are. */
  isBusy?: boolean
  /** Whether its first field has the focus when it opens. */
  isOpened?: boolean
  class?: string
  labelledBy?: string
  /** Beside its buttons. */
  more?: ComponentChildren
  children: ComponentChildren
}

/** A form: its fields tell what is to mend in them, it tells what came of it, and nothing typed is lost. */
export function Form(props: Props) {
  const {
    errors,
    said = {},
    submit,
    cancel,
    onSubmit,
    onCancel,
    isBusy = false,
    isOpened,
    labelledBy,
    more,
    children,
  } = props
  const form = useRef<HTMLFormElement>(null)
  useLayoutEffect(() => {
    if (isOpened) form.current?.querySelector<HTMLElement>('input, select, textarea')?.focus()
  }, [isOpened])
  useLayoutEffect(() => {
    if (errors && Object.values(errors).some(Boolean))
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [errors])
  return (
    <form
      ref={form}
      class={props.class ?? 'form'}
      aria-labelledby={labelledBy}
      aria-busy={isBusy}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!isBusy) onSubmit()
      }}
    >
      {children}
      <ActMessage {...said} />
      <div class="actions">
        <Button type="submit" look="main" label={submit} isOff={isBusy} />
        {cancel && <Button label={cancel} {...(onCancel && { onClick: onCancel })} />}
        {more}
      </div>
    </form>
  )
}
