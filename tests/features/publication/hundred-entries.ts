const THINGS = ['barnum', 'sono', 'tente', 'benne', 'vitrine', 'estrade', 'perceuse', 'échelle', 'grille', 'friteuse']
const WHERE = ['bourg', 'port', 'moulin', 'château', 'lavoir', 'pré', 'canal', 'stade', 'verger', 'viaduc']

/** A sheet of entries that nothing keeps from being published, `count` of them; the first is about ponies. */
export function entriesSheet(count: number): string {
  const rows = THINGS.flatMap((thing) => WHERE.map((place) => `${thing} du ${place}`)).slice(0, count)
  const lines = rows.map((what, at) => {
    const name = at === 0 ? 'Louer un poney' : `Emprunter : ${what}`
    const questions = at === 0 ? 'louer un poney|poney pour un anniversaire' : `emprunter ${what}|prêt ${what}`
    return [
      name,
      `Tout sur ${what}.`,
      questions,
      'Appelez-nous.',
      'Venez.',
      'Aucune.',
      'Gratuit.',
      'Un jour.',
      'Ici.',
      'Rien.',
    ]
  })
  const head = ['Titre', 'Résumé', 'Questions', 'En bref', 'Étapes', 'Pièces', 'Coût', 'Délai', 'Lieu', 'En ligne']
  return [head, ...lines].map((cells) => cells.map((one) => `"${one}"`).join(';')).join('\n')
}
