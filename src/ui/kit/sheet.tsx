import type { ComponentChildren, RefObject } from 'preact'

interface HeadProps {
  title: string
  /** For who moves the focus to it. */
  heading?: RefObject<HTMLHeadingElement | null>
  id?: string
  /** What the page is for. */
  intro?: string
  /** What may be done from anywhere in it. */
  children?: ComponentChildren
}

/** The head of a page: what it is, what it is for, and what may be done. */
export function PageHead({ title, heading, id, intro, children }: HeadProps) {
  return (
    <header class="page-head">
      <h1 id={id} ref={heading ?? null} {...(heading && { tabIndex: -1 })}>
        {title}
      </h1>
      {intro && <p class="hint">{intro}</p>}
      {children && <div class="actions">{children}</div>}
    </header>
  )
}

interface SheetProps {
  /** Of its heading. */
  id: string
  title: string
  heading?: RefObject<HTMLHeadingElement | null> | undefined
  hint?: string | undefined
  /** Besides `sheet`. */
  class?: string | undefined
  /** Of its heading: 3 in a part of a page that has a heading of its own. */
  level?: 2 | 3
  children?: ComponentChildren
}

/** A part of a page, under its heading. */
export function Sheet({ id, title, heading, hint, level = 2, class: more, children }: SheetProps) {
  const Heading = `h${level}` as const
  return (
    <section class={more ? `sheet ${more}` : 'sheet'} aria-labelledby={id}>
      <Heading id={id} ref={heading ?? null} {...(heading && { tabIndex: -1 })}>
        {title}
      </Heading>
      {hint && <p class="hint">{hint}</p>}
      {children}
    </section>
  )
}
