/** Texts to try, none of them anybody's: numbers kept for fiction, and keys that are right so that they are recognised. */
export const SCREEN_EXAMPLES = [
  { name: 'phone', example: 'Rappelez-moi au 06 39 98 12 34 après 18 h.' },
  { name: 'email', example: 'Écrivez-moi à claude.martin@example.org.' },
  { name: 'nir', example: 'Mon numéro de sécu est le 2 69 05 49 588 157 80.' },
  { name: 'iban', example: 'Voici mon RIB : FR76 3000 6000 0112 3456 7890 189.' },
  { name: 'plate', example: 'Ma voiture AB-123-CD est à la fourrière.' },
  { name: 'address', example: 'J’habite 12 rue des Lilas, quel est mon bureau de vote ?' },
  { name: 'card', example: 'Je paie avec la carte 4970 1000 0000 0006.' },
  { name: 'danger', example: 'jsais pas ou dormir ce soir' },
] as const
