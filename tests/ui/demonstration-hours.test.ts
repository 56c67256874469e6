import { readFile } from 'node:fs/promises'
import { describe, expect, it } from '@jest/globals'

type Range = [string, string]
interface Service {
  telephone: string
  hours: Record<string, Range[]>
  seasons?: { hours: Record<string, Range[]> }[]
}

/** `13:30` as the pages write it: `13 h 30`. */
function hour(time: string): string {
  const [hours, minutes] = time.split(':')
  return minutes === '00' ? `${Number(hours)} h` : `${Number(hours)} h ${minutes}`
}

/** The words after a name of the list, up to the next one, with plain spaces. */
async function said(page: string, name: string): Promise<string> {
  const text = (await readFile(`public/${page}.html`, 'utf8')).replaceAll('&nbsp;', ' ').replaceAll('<br>', ' et ')
  return text.split(`<dt>${name}</dt>`)[1]?.split('</div>')[0] ?? ''
}

async function services(): Promise<Record<string, Service>> {
  return JSON.parse(await readFile('knowledge/communes/villebourg.json', 'utf8')).services
}

const written = (ranges: Range[] = []) => ranges.map(([from, to]) => `${hour(from)} – ${hour(to)}`).join(' et ')

describe('the hours on the demonstration site are those that the assistant gives', () => {
  it.each([
    ['index', 'Du lundi au jeudi', 'accueil', ['1', '2', '3', '4']],
    ['index', 'Vendredi', 'accueil', ['5']],
    ['index', 'Samedi', 'etat-civil', ['6']],
    ['la-mairie', 'Accueil', 'accueil', ['1', '2', '3', '4', '5']],
    ['la-mairie', 'État civil', 'etat-civil', ['6']],
    ['la-mairie', 'Urbanisme', 'urbanisme', ['1', '2', '4', '5']],
  ])('%s, %s', async (page, name, id, days) => {
    const service = (await services())[id]
    const text = await said(page, name)
    for (const day of days) expect(text).toContain(written(service?.hours[day]))
    if (page === 'la-mairie') expect(text).toContain(service?.telephone)
  })

  it.each(['accueil', 'etat-civil'])('in summer, %s', async (id) => {
    const summer = (await services())[id]?.seasons?.[0]?.hours ?? {}
    const text = await said('la-mairie', 'Accueil et état civil, l’été')
    expect(Object.keys(summer)).toEqual(['1', '2', '3', '4', '5'])
    for (const ranges of Object.values(summer)) expect(text).toContain(written(ranges))
  })
})
