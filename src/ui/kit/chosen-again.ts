/** For the press on a field of files: the file that was chosen last, mended meanwhile, can be chosen again. Browsers tell of no choice where it is the same. */
export function chosenAgain({ currentTarget }: { currentTarget: HTMLInputElement }): void {
  currentTarget.value = ''
}
