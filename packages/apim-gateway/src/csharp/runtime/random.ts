const largest = 2147483647;

/**
 * .NET's generator for a seed: Knuth's subtractive one, with the constants and the lag (21) that .NET documents as its own.
 * The same seed gives the same numbers in every process.
 */
export class SeededRandom {
  private readonly state = new Int32Array(56);
  private next = 0;
  private lagged = 21;

  constructor(seed: number) {
    const size = seed === -2147483648 ? largest : Math.abs(seed);
    const { state } = this;
    let last = (161803398 - size) | 0;
    let current = 1;
    state[55] = last;
    for (let index = 1; index < 55; index++) {
      const place = (21 * index) % 55;
      state[place] = current;
      current = (last - current) | 0;
      if (current < 0) current += largest;
      last = state[place] as number;
    }
    for (let round = 0; round < 4; round++)
      for (let index = 1; index < 56; index++) {
        state[index] = (state[index] as number) - (state[1 + ((index + 30) % 55)] as number);
        if ((state[index] as number) < 0) state[index] = (state[index] as number) + largest;
      }
  }

  /** 0 ≤ n < 2147483647. */
  integer(): number {
    const { state } = this;
    this.next = this.next >= 55 ? 1 : this.next + 1;
    this.lagged = this.lagged >= 55 ? 1 : this.lagged + 1;
    let found = ((state[this.next] as number) - (state[this.lagged] as number)) | 0;
    if (found === largest) found--;
    if (found < 0) found += largest;
    state[this.next] = found;
    return found;
  }

  /** 0 ≤ x < 1. */
  fraction(): number {
    return this.integer() * (1 / largest);
  }

  /** 0 ≤ x < 1 with enough steps for ranges beyond an int. */
  wideFraction(): number {
    const size = this.integer();
    const signed = this.integer() % 2 === 0 ? -size : size;
    return (signed + (largest - 1)) / (2 * largest - 1);
  }
}
