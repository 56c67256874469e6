const PATHS = {
  alert: 'M12 4l9 16H3zM12 10v4.5M12 17v.5',
  back: 'M19 12H5M11 6l-6 6 6 6',
  bell: 'M6 16V11a6 6 0 0 1 12 0v5l1.500 2h-15zM10 20.500h4',
  bellOff: 'M6 16V11a6 6 0 0 1 9.500-4.900M18 11v5l1.500 2H9M10 20.500h4M4 4l16 16',
  chat: 'M4 5h16v11H9l-5 4V5zM8 9h8M8 12.500h5',
  check: 'M5 13l4 4L19 7',
  clock: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4.500l3 2',
  close: 'M6 6l12 12M18 6L6 18',
  down: 'M12 5v14M6 13l6 6 6-6',
  filter: 'M4 6h16M7 12h10M10 18h4',
  help: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM9.700 10a2.300 2.300 0 1 1 3.500 2c-.8.5-1.200.9-1.200 1.800M12 16v.3',
  envelope: 'M4 6h16v12H4zM4 7l8 6 8-6',
  note: 'M5 4h14v11l-5 5H5zM14 20v-5h5M8.500 9h7M8.500 12.500h4',
  sheet: 'M6 3.500h8l4 4v13H6zM14 3.500v4h4M9 12h6M9 16h6',
  menu: 'M5 7h14M5 12h14M5 17h14',
  moon: 'M19 14.500A7.500 7.500 0 0 1 9.500 5a7.500 7.500 0 1 0 9.500 9.500z',
  out: 'M10 6H6v12h12v-4M13 5h6v6M19 5l-8 8',
  phone:
    'M7 4l3 4-1.500 2c1 2 2.500 3.500 4.500 4.500l2-1.500 4 3c0 2-1.500 4-3.500 4C9 19.500 4.500 14 4 8c0-2 1.500-4 3-4z',
  pass: 'M4 17v-3a5 5 0 0 1 5-5h10M14 4l5 5-5 5',
  pen: 'M5 19l1-4L16 5l3 3L9 18zM14 7l3 3',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM5 20c0-4 3-6 7-6s7 2 7 6',
  plus: 'M12 5v14M5 12h14',
  print: 'M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z',
  practice: 'M3 9l9-4 9 4-9 4zM7 11v4.500c3 2.500 7 2.500 10 0V11M21 9v5',
  retry: 'M19 12a7 7 0 1 1-2-5M17.500 3v4.500H13',
  search: 'M10.500 4a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13zM15.500 15.500L20 20',
  send: 'M4 12h15M13 6l6 6-6 6',
  desk: 'M3 14h18M5 14v6M19 14v6M12 4a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5zM7.500 14c0-2.500 2-4 4.500-4s4.500 1.500 4.500 4',
  town: 'M4 20V9l8-5 8 5v11zM9 20v-6h6v6',
  up: 'M12 19V5M6 11l6-6 6 6',
  spark: 'M12 4l1.800 5.200L19 11l-5.200 1.800L12 18l-1.800-5.200L5 11l5.200-1.800z',
} as const

/** Name of a drawing. */
export type IconName = keyof typeof PATHS

/** A drawing that repeats what the text beside it says; screen readers skip it. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  )
}
