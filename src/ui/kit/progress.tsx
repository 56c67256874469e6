interface Props {
  /** What goes on. */
  label: string
  done: number
  /** 0 while it is not known yet. */
  total: number
  /** How far it is, in words, for eyes alone: the bar says it to others. */
  words?: string | undefined
}

/** How far something is; without an end while that is not known. */
export function Progress({ label, done, total, words }: Props) {
  return (
    <p class="progress">
      {words && total > 0 && <span aria-hidden="true">{words}</span>}
      <progress aria-label={label} {...(total > 0 ? { value: done, max: total } : {})} />
    </p>
  )
}
