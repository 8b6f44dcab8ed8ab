/** One seed for all runs, so that they can be repeated; `FUZZ_SEED` sets another, `FUZZ_RUNS` multiplies the runs. */
export const seed = Number(process.env.FUZZ_SEED ?? 20261123);
export const runs = (count: number) => ({ seed, numRuns: count * Number(process.env.FUZZ_RUNS ?? 1) });
