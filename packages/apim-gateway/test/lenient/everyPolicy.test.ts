import { policySupport } from "../../src/gateway/policySupport";
import { policyTable } from "../../src/xml/policyTable/policyTable";
import { type Section, sections } from "../../src/xml/policyTable/rules";
import { tolerant } from "./tolerant";
import { wellFormedPolicies } from "./wellFormedPolicies";

const policies = Object.entries(wellFormedPolicies);
const prompt = { body: '{"messages":[{"role":"user","content":"How are you?"}]}' };

test("each policy that is executed is among those that are tried here", () => {
  const executed = policySupport().flatMap(({ name, state }) => (state === "refused" ? [] : [name]));
  expect(policies.map(([name]) => name).sort()).toEqual(executed.sort());
});

test.each(sections)(
  "in %s, each policy loads and runs, whether it is allowed there or not",
  async (section) => {
    for (const [name, policy] of policies) {
      const gateway = tolerant(section, policy);
      expect([name, gateway.errors]).toEqual([name, []]);
      const isAllowed = policyTable.get(name)?.sections.includes(section) ?? false;
      const told = gateway.problems.some(({ rule }) => /^(?:wrong|undocumented)-section$/.test(rule));
      expect([name, told]).toEqual([name, !isAllowed]);
      // A second request finds what the first has left: `send` fails for a defect of the gateway.
      expect((await gateway.send(prompt)).status).not.toBe(501);
      expect((await gateway.send(prompt)).status).not.toBe(501);
    }
  },
);

/** A policy with one of its numbers replaced. */
function* withNumber(policy: string, number: string): Generator<string> {
  for (const { 0: whole, 1: name = "", index } of policy.matchAll(/([\w-]+)="\d+(?:\.\d+)?"/g))
    yield `${policy.slice(0, index)}${name}="${number}"${policy.slice(index + whole.length)}`;
}

const homeOf = (name: string): Section => policyTable.get(name)?.sections[0] ?? "inbound";

test.each(["-1", "-0.5", "0", "0.5", "1.5", "2000", "100000"])(
  "with %s for any of its numbers, each policy does what it says or is refused, and requests end",
  async (number) => {
    for (const [name, policy] of policies)
      for (const changed of withNumber(policy, number)) {
        const gateway = tolerant(homeOf(name), changed);
        expect([changed, gateway.errors]).toEqual([changed, []]);
        await gateway.send(prompt);
        const { status } = await gateway.send(prompt);
        expect([changed, status >= 100 && status <= 599]).toEqual([changed, true]);
      }
  },
);
