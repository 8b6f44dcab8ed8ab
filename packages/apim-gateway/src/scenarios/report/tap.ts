import { failureLines, type Reporter } from "./reporter";

/** Test Anything Protocol 13. */
export function tapReporter(): Reporter {
  let number = 0;
  return {
    begin: () => "TAP version 13\n",
    result(result) {
      const { outcome, name, file, line, todo } = result;
      number++;
      const said = name.replace(/[\\#]/g, "\\$&").replace(/\s+/g, " ");
      const skip = outcome === "skipped" ? ` # SKIP ${todo?.replace(/\s+/g, " ")}` : "";
      const head = `${outcome === "failed" ? "not ok" : "ok"} ${number} - ${said}${skip}\n`;
      if (outcome !== "failed") return head;
      const lines = failureLines(result).map((each) => `    ${each}\n`);
      return `${head}  ---\n  at: ${JSON.stringify(`${file}:${line}`)}\n  message: |\n${lines.join("")}  ...\n`;
    },
    end: ({ results }) => `1..${results.length}\n`,
  };
}
