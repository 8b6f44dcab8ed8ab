import { stackFault } from "../infra/stackName";

const prod = { environment: "prod", file: "stacks/prod.yaml" };

test("a stack deploys the environment that it is named for, or the one that its settings state", () => {
  expect(stackFault("prod", prod, undefined)).toBeUndefined();
  expect(stackFault("prod-blue", prod, "prod")).toBeUndefined();
});

test("a stack whose file is another environment is told both ways out", () => {
  expect(stackFault("dev", prod, undefined)).toBe(
    `The stack is \`dev\`, and stacks/prod.yaml is the environment \`prod\`; nothing was changed.
  Name the right file in \`Pulumi.dev.yaml\`, or write \`environment: dev\` in this one. Where the two are meant to differ: \`pulumi config set aoai-fleet:environment prod\`.`,
  );
  expect(stackFault("dev", prod, "dev")).toContain(
    "`aoai-fleet:environment` says `dev`, and stacks/prod.yaml is",
  );
});
