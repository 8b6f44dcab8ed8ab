import { join } from "node:path";
import { failureLines, type Reporter } from "./reporter";

/** The text, with what failed as annotations of a pull request. */
export function githubReporter(text: Reporter, folder: string): Reporter {
  return {
    begin: () => text.begin(),
    result(result) {
      const plain = text.result(result);
      if (result.outcome !== "failed") return plain;
      const { file, line, name } = result;
      const path = join(folder, file).replaceAll("\\", "/");
      const message = failureLines(result).join("\n");
      return `${plain}::error file=${property(path)},line=${line},title=${property(name)}::${data(message)}\n`;
    },
    end: (summary) => text.end(summary),
  };
}

const data = (text: string) => text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
const property = (text: string) => data(text).replace(/:/g, "%3A").replace(/,/g, "%2C");
