/** How often it is looked. */
const LOOK = 5;
/** A timer is up to so much late by itself. */
const USUAL = 2;

/** Milliseconds that others had of the machine while this process wanted to run. */
export interface Lateness {
  late(): number;
  stop(): void;
}

/**
 * Watches how late timers are. What this process itself computed meanwhile does not count: that is the work that a
 * scenario measures.
 */
export function watchLateness(
  now: () => number = () => performance.now(),
  usedCpu: () => number = ownCpu,
): Lateness {
  let total = 0;
  let lookedAt = now();
  let usedBefore = usedCpu();
  const look = () => {
    const at = now();
    const used = usedCpu();
    total += Math.max(0, at - lookedAt - LOOK - USUAL - (used - usedBefore));
    lookedAt = at;
    usedBefore = used;
  };
  const timer = setInterval(look, LOOK);
  timer.unref();
  return {
    late() {
      look();
      return total;
    },
    stop: () => clearInterval(timer),
  };
}

const ownCpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
