import { policySupportMarkdown } from "../src/gateway/policySupport";
import { settingsMarkdown } from "../src/settings/settingsMarkdown";

/** The documents that are made out of the code, by file: `npm run docs -w apim-gateway` writes them. */
export function documents(): Readonly<Record<string, string>> {
  return {
    "POLICIES.md": `# Policies

What is executed of each policy of Microsoft's reference. Attributes of a child stand behind its name and a slash. One that is
refused when reached answers 501 with its name and place; \`--strict\` refuses it at load. Generated: \`npm run docs -w apim-gateway\`.

${policySupportMarkdown()}`,
    "SETTINGS.md": `# Settings

What Microsoft does not document, or documents in two ways, and what is assumed. \`--set name=value\` of \`serve\`, \`check\` and \`test\`
changes one; \`apim-gateway test --settings each\` tells which ones a policy relies on. Generated: \`npm run docs -w apim-gateway\`.

${settingsMarkdown()}`,
  };
}
