const settled = Promise.resolve();

/**
 * Runs an action when every promise that could go on has gone on: Node takes up its tick queue only then. A turn of the
 * event loop would do as well, at the price of a system call.
 */
export const afterRest = (action: () => void): void => void settled.then(() => process.nextTick(action));
