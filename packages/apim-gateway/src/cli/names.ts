/** How the verbs are called where a message names one. A command line that carries them has words of its own. */
export interface CommandNames {
  readonly serve: string;
  /** As it is read in "… shows them again". */
  readonly check: string;
  readonly trace: string;
  readonly test: string;
}

export const ownNames: CommandNames = {
  serve: "npx apim-gateway serve",
  check: "`npx apim-gateway check`",
  trace: "npx apim-gateway trace",
  test: "npx apim-gateway test",
};
