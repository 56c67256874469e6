/**
 * Words that carry no subject, folded (lower case, no accent): grammar, elided forms (`l'`, `qu'`, `jusqu'`…), and the
 * forms that people type when they leave the apostrophe out (`jai`, `cest`, `dun`). Written for this project.
 */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  `a ai ait as au aucun aucune aussi autre autres aux avais avait avec avez aviez avoir avons ayant bien c ca car ce ceci cela celle
  celles celui ces cet cette ceux chez ci comme comment d dans de des donc dont du elle elles en entre es est et etaient etais etait
  etant ete etes etre eu eux fait faire fais faut fut ici il ils j jai je jusqu jusque l la le les leur leurs lorsqu lorsque lui m ma mais
  me meme memes mes mien moi mon n ne ni nos notre nous on ont or ou par parce pas peu peut peuvent peux plus pour pourquoi presqu
  puis puisqu puisque qu quand que quel quelle quelles quelqu quelque quelques quels qui quoi quoiqu s sa sans se sera seront serait
  ses si soit son sont suis sur t ta te tes toi ton tous tout toute toutes tres tu un une va vais vers voici voila vont vos votre vous y
  cest dun dune jaimerais jsuis jveux jvoudrais nest pr ke ki koi kel kelle c'est chui ya quil quelle quon lon jen
  ainsi alors apres avant deja depuis encore lors maintenant toujours trop oui non the of to
  bonjour bonsoir salut hello hi ciao coucou merci svp stp cordialement madame monsieur mesdames messieurs mme mr bjr slt
  pouvez pourriez pouvons peuton pourrait pourrais pourrai puis puisje voudrais voudrait voulais souhaite souhaiterais souhaiterai
  souhaitons aimerais aimerait desire desirerais savoir connaitre veux veut voulons voulez dois doit doivent devons devez devrais
  dire dites indiquer expliquer eclairer informer renseigner renseignement renseignements`
    .split(/\s+/)
    .filter(Boolean),
)

/**
 * Words of {@link STOP_WORDS} that say nothing wherever they stand in a message: greetings, thanks, and what one says while thinking; so do those that are
 * only spoken.
 */
export const FILLERS: ReadonlySet<string> = new Set(
  `alors ainsi bonjour bonsoir salut hello hi ciao coucou merci svp stp cordialement madame monsieur mesdames messieurs mme mr bjr slt
  voila voici encore bien donc oui ah allo bah beh ben euh eh hein heu hum ok oh`
    .split(/\s+/)
    .filter(Boolean),
)

/** Words of {@link STOP_WORDS} that ask, deny or leave out: grammar, yet without them another thing is asked. */
export const ASKING_WORDS: ReadonlySet<string> = new Set(
  'comment combien quand pourquoi ou qui quel quelle quels quelles quoi pas sans ne n'.split(' '),
)

/**
 * Polite turns that surround a question in a message, as patterns over folded text with single spaces and straight
 * apostrophes. They are removed from questions only: in a fiche, "attente" or "réponse" may be the subject.
 */
export const POLITE_PHRASES: readonly RegExp[] = [
  /\bje (?:me permets de|tenais a|viens) (?:vous |te )?(?:contacter|ecrire|solliciter|contacte|ecris|sollicite)\b/g,
  /\bje (?:vous|te) (?:contacte|ecris|sollicite|remercie|prie)\b(?: (?:par avance|d'avance))?/g,
  /\b(?:par avance|d'avance|en vous remerciant|vous remerciant|avec mes remerciements|tous mes remerciements)\b/g,
  /\b(?:dans l'attente|en attente|en attendant) (?:de )?(?:votre|vos|une|d'une)?\s?(?:reponse|retour|reponses)\b/g,
  /\b(?:veuillez|je vous prie) (?:agreer|recevoir|d'agreer|de recevoir|croire)[^.!?]*/g,
  /\b(?:mes |nos )?(?:sinceres |meilleures |respectueuses )?salutations(?: distinguees| respectueuses)?\b/g,
  /\b(?:bien a vous|bien cordialement|tres cordialement|bonne journee|bonne soiree|bonne reception|a bientot)\b/g,
  /\b(?:un grand |grand |mille )?mercis?(?: (?:beaucoup|infiniment|mille fois|de tout coeur))?(?: (?:de|pour) (?:votre|vos) (?:aide|reponses?|retour|accueil|gentillesse))?\b/g,
  /\b(?:excusez(?:-| )moi|pardon|pardonnez(?:-| )moi|desolee?s?)(?: de (?:vous|te) (?:deranger|embeter|solliciter))?\b/g,
  /\bs(?:'| )il (?:vous|te) plait\b/g,
  /\b(?:j'ai|jai|j'aurais|une petite|petite|une) (?:une )?(?:petite )?question(?: a vous poser)?\b/g,
  /\b(?:est-ce que|est ce que|esce que|esque|qu'est-ce que|qu'est ce que|c'est quoi)\b/g,
]
