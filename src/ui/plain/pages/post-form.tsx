import { randomUUID } from 'node:crypto'
import type { ComponentChildren } from 'preact'

interface PostFormProps {
  action: string
  /** Fields that the citizen does not see, by name. */
  hidden?: Record<string, string>
  look?: string
  children: ComponentChildren
}

/** A form that acts once: its `clientId` is its own, unless it repeats another's. */
export function PostForm({ action, hidden = {}, look, children }: PostFormProps) {
  const fields = { clientId: randomUUID(), ...hidden }
  return (
    <form method="post" action={action} class={look} novalidate>
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      {children}
    </form>
  )
}
