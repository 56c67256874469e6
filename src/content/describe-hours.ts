import type { DayRanges, WeeklyHours } from '../domain/commune.js'

const DAYS = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'] as const

/** Weekly hours in French words; consecutive days with the same hours are joined: "du lundi au jeudi de 8 h 30 à 12 h et de 13 h 30 à 17 h". */
export function describeHours(hours: WeeklyHours): string {
  const groups: { from: number; to: number; words: string }[] = []
  DAYS.forEach((_, index) => {
    const words = describeRanges(hours[String(index + 1) as keyof WeeklyHours] ?? [])
    const last = groups.at(-1)
    if (last && last.to === index - 1 && last.words === words) last.to = index
    else groups.push({ from: index, to: index, words })
  })
  return groups
    .filter(({ words }) => words !== '')
    .map(({ from, to, words }) => `${dayNames(from, to)} ${words}`)
    .join(' ; ')
}

function dayNames(from: number, to: number): string {
  if (from === to) return `le ${DAYS[from]}`
  const joint = to === from + 1 ? ['le', 'et le'] : ['du', 'au']
  return `${joint[0]} ${DAYS[from]} ${joint[1]} ${DAYS[to]}`
}

function describeRanges(ranges: DayRanges): string {
  return ranges.map(([from, to]) => `de ${clock(from)} à ${clock(to)}`).join(' et ')
}

/** `08:30` as "8 h 30", `09:00` as "9 h". */
export function clock(time: string): string {
  const [hour = '0', minute = '00'] = time.split(':')
  return minute === '00' ? `${Number(hour)} h` : `${Number(hour)} h ${minute}`
}
