/**
 * A variable's name that a policy has written down. Where its value stands is remembered here by whoever keeps the
 * variables: a request asks for fifty, and a look at a map costs more than most of what is done with them.
 */
export class VariableName {
  /** Whose `place` it is. */
  places: object | undefined;
  place: number | undefined;

  constructor(readonly text: string) {}
}
