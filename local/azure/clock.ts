/** Time as it is passed in. Tests give their own. */
export interface Clock {
  now(): Date;
  /** Resolves after that many milliseconds. */
  wait(milliseconds: number): Promise<void>;
}

export const realClock: Clock = {
  now: () => new Date(),
  wait: (milliseconds) =>
    milliseconds <= 0 ? Promise.resolve() : new Promise((done) => setTimeout(done, milliseconds)),
};

/** Real time whose waiting alone keeps no process alive: for a server, which lives as long as it is served. */
export const serverClock: Clock = {
  now: () => new Date(),
  wait: (milliseconds) =>
    milliseconds <= 0 ? Promise.resolve() : new Promise((done) => setTimeout(done, milliseconds).unref()),
};
