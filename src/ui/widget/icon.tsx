const PATHS = {
  chat: 'M4 5h16v11H9l-5 4zM8 9h8m-8 3h5',
  close: 'm6 6 12 12M18 6 6 18',
  globe: 'M12 4a8 8 0 1 0 .1 0zM4 12h16M12 4q-8 8 0 16 8-8 0-16',
  menu: 'M5 7h14M5 12h14M5 17h14',
  send: 'M4 12h15m-6-6 6 6-6 6',
  check: 'm5 13 4 4L19 7',
  clock: 'M12 4a8 8 0 1 0 .1 0zm0 4v5l3 2',
  alert: 'm12 4 9 16H3zm0 6v5m0 2v1',
  out: 'M10 6H6v12h12v-4M13 5h6v6m0-6-8 8',
}

/** Name of a drawing. */
export type IconName = keyof typeof PATHS

/** A drawing that repeats what the text beside it says; screen readers skip it. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  )
}
