/** Until Ctrl+C or SIGTERM. A second one of the same ends the process at once. */
export function interrupted(): Promise<void> {
  return new Promise((done) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => done());
  });
}
