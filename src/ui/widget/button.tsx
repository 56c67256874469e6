import type { ButtonHTMLAttributes, ComponentChildren } from 'preact'
import { Icon, type IconName } from './icon.js'

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  icon?: IconName
  children?: ComponentChildren
}

/** A button with its drawing; `class` tells how it looks, and an outlined button is meant where nothing is told. */
export function Button({ icon, children, ...rest }: ButtonProps) {
  return (
    <button type="button" class="button" {...rest}>
      {icon && <Icon name={icon} />}
      {children}
    </button>
  )
}
