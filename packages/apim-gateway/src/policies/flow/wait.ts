import type { PolicyDefinition } from "../../pipeline/policy";

/** `wait`: runs its policies side by side and goes on when all are done, or the first of them. */
export const wait: PolicyDefinition = {
  name: "wait",
  compile(element, compiler) {
    const mode = compiler.text(element, "for", "all");
    const steps = element.children.map((child) => compiler.step(child));
    return (exchange) => {
      const waiting = steps.flatMap((step) => step(exchange) ?? []);
      if (waiting.length === 0) return undefined;
      if (mode(exchange) === "all") return Promise.all(waiting).then(() => {});
      // Whoever comes later is nobody's concern, nor are its failures.
      for (const late of waiting) late.catch(() => {});
      return waiting.length < steps.length ? undefined : Promise.race(waiting);
    };
  },
};
