import type { ComponentChildren } from 'preact'

/** A group of settings under a heading. */
export function Settings({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <fieldset class="setting">
      <legend>{title}</legend>
      {children}
    </fieldset>
  )
}

/** A box and its words. */
export function Check(props: { checked: boolean; onChange: (on: boolean) => void; children: ComponentChildren }) {
  const { checked, onChange, children } = props
  return (
    <label class="check">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span>{children}</span>
    </label>
  )
}
