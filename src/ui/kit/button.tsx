import type { ButtonHTMLAttributes, ComponentChildren, Ref } from 'preact'
import { Icon, type IconName } from './icon.js'

interface Props extends Omit<ButtonHTMLAttributes, 'icon' | 'label'> {
  ref?: Ref<HTMLButtonElement>
  label: string
  /** What it is about, for whoever cannot see beside what it stands. */
  about?: string | undefined
  /** `main`: what the page is for; `quiet`: no frame; `danger`: what cannot be undone. */
  look?: 'main' | 'quiet' | 'danger' | undefined
  icon?: IconName | undefined
  /** The label is for screen readers alone. */
  isIconOnly?: boolean
  /** Nothing happens on a press: it works, or something is missing. Not `disabled`: the focus would be lost. */
  isOff?: boolean | undefined
  /** After the label: the key that does the same, for example. */
  children?: ComponentChildren
}

/** A button: words, or a drawing with words for screen readers. */
export function Button(props: Props) {
  const { label, about, look, icon, isIconOnly, isOff, type = 'button', class: more, children, ...others } = props
  const looks = ['button', look, isIconOnly && 'icon-only', more].filter(Boolean).join(' ')
  return (
    <button type={type} class={looks} {...(isOff !== undefined && { 'aria-disabled': isOff })} {...others}>
      {icon && <Icon name={icon} />}
      {isIconOnly ? <span class="visually-hidden">{label}</span> : label}
      {about && <span class="visually-hidden"> {about}</span>}
      {children}
    </button>
  )
}
