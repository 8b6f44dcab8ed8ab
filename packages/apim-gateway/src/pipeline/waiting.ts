// Most requests pass all policies without waiting once. So what may have to wait is there at once or a promise of it, and
// goes on in one of these, each written for both cases. They pass arguments on: a closure for each step of each request
// would cost five times as much as the step itself.

/** Something that is there, or that will be. */
export type Maybe<T> = T | Promise<T>;

/** What is done when it returns, or when its promise comes. */
export type Waiting = undefined | Promise<void>;

/**
 * Runs something and goes on with what it gives, or with why it failed. What `done` and `failed` throw themselves is not
 * theirs to handle.
 */
export function settle<A, B, T, R>(
  run: (a: A, b: B) => Maybe<T>,
  done: (value: T, a: A, b: B) => Maybe<R>,
  failed: (error: unknown, a: A, b: B) => Maybe<R>,
  a: A,
  b: B,
): Maybe<R> {
  let value: Maybe<T>;
  try {
    value = run(a, b);
  } catch (error) {
    return failed(error, a, b);
  }
  return value instanceof Promise
    ? value.then(
        (came) => done(came, a, b),
        (error: unknown) => failed(error, a, b),
      )
    : done(value, a, b);
}

/** Goes on with a value. */
export function given<T, A, B = undefined>(
  value: Maybe<T>,
  use: (value: T, a: A, b: B) => Waiting,
  a: A,
  b?: B,
): Waiting;
export function given<T, A, R, B = undefined>(
  value: Maybe<T>,
  use: (value: T, a: A, b: B) => Maybe<R>,
  a: A,
  b?: B,
): Maybe<R>;
export function given<T, A, R, B>(
  value: Maybe<T>,
  use: (value: T, a: A, b: B) => Maybe<R>,
  a: A,
  b?: B,
): Maybe<R> {
  return value instanceof Promise ? value.then((came) => use(came, a, b as B)) : use(value, a, b as B);
}

/** Goes on when something is done. */
export function after<A, B = undefined>(
  waiting: Waiting,
  next: (a: A, b: B) => Waiting,
  a: A,
  b?: B,
): Waiting;
export function after<A, R, B = undefined>(
  waiting: Waiting,
  next: (a: A, b: B) => Maybe<R>,
  a: A,
  b?: B,
): Maybe<R>;
export function after<A, R, B>(waiting: Waiting, next: (a: A, b: B) => Maybe<R>, a: A, b?: B): Maybe<R> {
  return waiting === undefined ? next(a, b as B) : waiting.then(() => next(a, b as B));
}

/** All of them, when the last is there. */
export function allOf<T>(values: readonly Maybe<T>[]): Maybe<readonly T[]> {
  return values.some((value) => value instanceof Promise) ? Promise.all(values) : (values as readonly T[]);
}
